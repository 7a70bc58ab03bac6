// The whole contract: one router, served over every carrier.
import { containersContract } from './containers'
import { alertsContract } from './alerts'
import { diagnosticsContract } from './diagnostics'
import { doctorContract } from './doctor'
import { engineContract } from './engine'
import { gpusContract } from './gpus'
import { hostContract } from './host'
import { jupyterContract } from './jupyter'
import { kernelsContract } from './kernels'
import { launchContract } from './launch'
import { leasesContract } from './leases'
import { preflightContract } from './preflight'
import { processesContract } from './processes'
import { reaperContract } from './reaper'
import { sessionsContract } from './sessions'
import { secretsContract } from './secrets'
import { settingsContract } from './settings'
import { terminalsContract } from './terminals'

export const contract = {
  engine: engineContract,
  containers: containersContract,
  launch: launchContract,
  preflight: preflightContract,
  jupyter: jupyterContract,
  terminals: terminalsContract,
  gpus: gpusContract,
  processes: processesContract,
  kernels: kernelsContract,
  reaper: reaperContract,
  alerts: alertsContract,
  leases: leasesContract,
  doctor: doctorContract,
  diagnostics: diagnosticsContract,
  sessions: sessionsContract,
  settings: settingsContract,
  secrets: secretsContract,
  host: hostContract,
}
export type Contract = typeof contract
