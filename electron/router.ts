// The contract, carried out by the services: one line a procedure; every error leaves as the one declared refusal.
import { implement } from '@orpc/server'
import { contract } from '../shared/contract'
import { createConsent } from './consent'
import type { JupyterServer, Services, Watch } from './services'
import type { Log } from './log'
import { refusing } from './transport/refusing'

export type Router = ReturnType<typeof createRouter>

export function createRouter(services: Services, log: Log) {
  const { engine, containers, launch, jupyter, terminals, gpus, leases, settings, host, shell } = services
  const { processes, kernels, reaper, alerts, doctor, preflight, diagnostics, sessions, secrets } = services
  const consent = createConsent(services)
  const os = implement(contract).use(refusing(log))
  return os.router({
    engine: {
      watch: os.engine.watch.handler(follow((signal) => engine.watch(signal))),
      reconnect: os.engine.reconnect.handler(() => engine.reconnect()),
    },
    containers: {
      watch: os.containers.watch.handler(follow(containers.watch)),
      usage: os.containers.usage.handler(follow(containers.usage)),
      start: os.containers.start.handler(({ input }) =>
        consent.toStart(input.id, () => containers.start(input.id)),
      ),
      stop: os.containers.stop.handler(({ input }) => containers.stop(input.id)),
      restart: os.containers.restart.handler(({ input }) =>
        consent.toStart(input.id, () => containers.restart(input.id)),
      ),
      details: os.containers.details.handler(({ input }) => containers.details(input.id)),
      losses: os.containers.losses.handler(({ input }) => containers.losses(input.id)),
      remove: os.containers.remove.handler(({ input }) => containers.remove(input.id, input.withVolumes)),
      openLogs: os.containers.openLogs.handler(({ input: { id, ...options } }) =>
        containers.openLogs(id, options),
      ),
      saveLogs: os.containers.saveLogs.handler(({ input: { id, timestamps } }) =>
        shell.saveFile(containers.logFile(id, { timestamps })),
      ),
    },
    launch: {
      catalogue: { watch: os.launch.catalogue.watch.handler(follow(launch.catalogue)) },
      defaults: os.launch.defaults.handler(() => launch.defaults()),
      plan: os.launch.plan.handler(({ input }) => launch.plan(input)),
      start: os.launch.start.handler(({ input }) =>
        consent.toLaunch({ spec: input }, () => launch.start(input)),
      ),
      recreate: os.launch.recreate.handler(({ input }) =>
        consent.toLaunch(input, () => launch.recreate(input.containerId)),
      ),
      tasks: os.launch.tasks.handler(follow(launch.tasks)),
      answer: os.launch.answer.handler(({ input }) => launch.answer(input.taskId, input.choice)),
      cancel: os.launch.cancel.handler(({ input }) => launch.cancel(input.taskId)),
      retry: os.launch.retry.handler(({ input }) =>
        consent.toLaunch(input, () => launch.retry(input.taskId)),
      ),
      dismiss: os.launch.dismiss.handler(({ input }) => launch.dismiss(input.taskId)),
    },
    preflight: {
      look: os.preflight.look.handler(({ input }) => preflight.look(input)),
      verdicts: os.preflight.verdicts.handler(({ input }) => preflight.verdicts(input.references)),
      check: os.preflight.check.handler(({ input, signal }) => preflight.check(input.reference, signal)),
      lastCheck: os.preflight.lastCheck.handler(({ input }) => preflight.lastCheck(input.reference)),
    },
    jupyter: {
      open: os.jupyter.open.handler(async ({ input, signal }) =>
        shell.showJupyter(await jupyter.ready(input.containerId, signal ? { signal } : {}), input.path),
      ),
      address: os.jupyter.address.handler(async ({ input, signal }) => ({
        url: jupyterAddress(await jupyter.ready(input.containerId, signal ? { signal } : {})),
      })),
    },
    terminals: {
      watch: os.terminals.watch.handler(follow(terminals.watch)),
      open: os.terminals.open.handler(({ input }) =>
        consent.toOpen(input.target, () => terminals.open(input)),
      ),
      resize: os.terminals.resize.handler(({ input: { id, ...size } }) => terminals.resize(id, size)),
      choices: os.terminals.choices.handler(({ input }) => terminals.choices(input.target)),
      rename: os.terminals.rename.handler(({ input }) => terminals.rename(input.id, input.name)),
      reveal: os.terminals.reveal.handler(async ({ input }) => {
        const hostPath = await terminals.hostPath(input.id, input.path)
        if (hostPath === null) return { is: 'inside' as const }
        return { is: (await shell.reveal(hostPath)) ? ('revealed' as const) : ('here' as const), hostPath }
      }),
      close: os.terminals.close.handler(({ input }) => terminals.close(input.id)),
    },
    gpus: {
      watch: os.gpus.watch.handler(follow(gpus.watch)),
      history: os.gpus.history.handler(({ input }) => gpus.history(input.span)),
      topology: os.gpus.topology.handler(({ signal }) => gpus.topology(signal)),
    },
    processes: {
      watch: os.processes.watch.handler(follow(processes.watch)),
      end: os.processes.end.handler(({ input }) => processes.end(input)),
    },
    kernels: {
      watch: os.kernels.watch.handler(follow(kernels.watch)),
      restart: os.kernels.restart.handler(({ input }) => kernels.restart(input)),
      interrupt: os.kernels.interrupt.handler(({ input }) => kernels.interrupt(input)),
      shutdown: os.kernels.shutdown.handler(({ input }) => kernels.shutdown(input)),
    },
    reaper: {
      watch: os.reaper.watch.handler(follow(reaper.watch)),
      setRule: os.reaper.setRule.handler(({ input }) => reaper.setRule(input.environmentId, input.rule)),
      keep: os.reaper.keep.handler(({ input }) => reaper.keep(input.kernelId)),
    },
    alerts: {
      watch: os.alerts.watch.handler(follow(alerts.watch)),
      dismiss: os.alerts.dismiss.handler(({ input }) => alerts.dismiss(input.id)),
      dismissAll: os.alerts.dismissAll.handler(() => alerts.dismissAll()),
    },
    leases: {
      watch: os.leases.watch.handler(follow(leases.watch)),
      reserve: os.leases.reserve.handler(({ input }) => leases.reserve(input.environmentId, input.until)),
      release: os.leases.release.handler(({ input }) => leases.release(input.id)),
    },
    doctor: {
      watch: os.doctor.watch.handler(follow(doctor.watch)),
      run: os.doctor.run.handler(({ input }) => doctor.run(input.check)),
      apply: os.doctor.apply.handler(({ input }) => doctor.apply(input)),
    },
    diagnostics: {
      read: os.diagnostics.read.handler(({ signal }) => diagnostics.read(signal)),
      save: os.diagnostics.save.handler(({ input }) => shell.saveFile(diagnostics.file(input.text))),
    },
    sessions: {
      watch: os.sessions.watch.handler(follow(sessions.watch)),
      revoke: os.sessions.revoke.handler(({ input }) => sessions.revoke(input.id)),
      revokeOthers: os.sessions.revokeOthers.handler(() => sessions.revokeOthers()),
    },
    settings: {
      watch: os.settings.watch.handler(follow(settings.watch)),
      update: os.settings.update.handler(({ input }) =>
        consent.toChange(input, () => settings.update(input)),
      ),
    },
    secrets: {
      watch: os.secrets.watch.handler(follow(secrets.watch)),
      set: os.secrets.set.handler(({ input }) => secrets.set(input.name, input.value)),
      remove: os.secrets.remove.handler(({ input }) => secrets.remove(input.name)),
    },
    host: {
      facts: os.host.facts.handler(() => host.facts()),
      chooseFolder: os.host.chooseFolder.handler(({ input }) => shell.chooseFolder(input.from)),
      listFolders: os.host.listFolders.handler(({ input }) => host.listFolders(input.path)),
      makeFolder: os.host.makeFolder.handler(({ input }) => host.makeFolder(input.parent, input.name)),
      openExternal: os.host.openExternal.handler(({ input }) => shell.openExternal(input.url)),
    },
  })
}

/** A stream that ends with the caller's signal; every carrier gives one, and a caller without one follows for ever. */
function follow<T>(watch: Watch<T>) {
  return async function* ({ signal }: { signal?: AbortSignal | undefined }) {
    yield* watch(signal ?? new AbortController().signal)
  }
}

/** With its token: only for a person who asked for it. */
function jupyterAddress({ host, port, token }: JupyterServer): string {
  return `http://${host}:${port}/lab?token=${encodeURIComponent(token)}`
}
