// All checks, in the order in which they are shown.
import { checkIds, type CheckId } from '../../../shared/contract/doctor'
import type { DoctorCheck } from '../check'
import { cardsCheck } from './cards'
import { cdiCheck } from './cdi'
import { cgroupHazardCheck } from './cgroup-hazard'
import { clockCheck } from './clock'
import { diskCheck } from './disk'
import { driverCheck } from './driver'
import { driverVersionsCheck } from './driver-versions'
import { engineCheck } from './engine'
import { engineRestartedCheck } from './engine-restarted'
import { engineSetupCheck } from './engine-setup'
import { engineVersionCheck } from './engine-version'
import { gpuContainerCheck } from './gpu-container'
import { inotifyCheck } from './inotify'
import { persistenceCheck } from './persistence'
import { registryCheck } from './registry'
import { shmCheck } from './shm'
import { toolkitCheck } from './toolkit'
import { toolkitConfiguredCheck } from './toolkit-configured'
import { wslCheck } from './wsl'

const byId: Record<CheckId, DoctorCheck> = {
  engine: engineCheck,
  'engine-version': engineVersionCheck,
  'engine-setup': engineSetupCheck,
  disk: diskCheck,
  driver: driverCheck,
  'driver-versions': driverVersionsCheck,
  cards: cardsCheck,
  toolkit: toolkitCheck,
  'toolkit-configured': toolkitConfiguredCheck,
  'engine-restarted': engineRestartedCheck,
  cdi: cdiCheck,
  'gpu-container': gpuContainerCheck,
  'cgroup-hazard': cgroupHazardCheck,
  persistence: persistenceCheck,
  registry: registryCheck,
  clock: clockCheck,
  inotify: inotifyCheck,
  shm: shmCheck,
  wsl: wslCheck,
}
export const checks: readonly DoctorCheck[] = checkIds.map((id) => byId[id])
