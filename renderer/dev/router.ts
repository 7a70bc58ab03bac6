// The contract answered from a scene: nothing here is a service.
import { implement } from '@orpc/server'
import { contract } from '../../shared/contract'
import type { PlanStep } from '../../shared/contract/launch'
import type { SecretsView } from '../../shared/contract/secrets'
import type { Scene } from './scenes'
import { kernelsOf, leasesOf, reaperOf } from './kernel-scene'
import { bundleText } from './bundle-scene'
import { previewDoctor } from './doctor-scene'
import { previewPreflight } from './preflight-scene'
import { previewSessions } from './session-scene'
import { alerts, topologyOf, useOf } from './use-scene'

async function* still<T>(value: T, signal: AbortSignal | undefined) {
  yield value
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
}

const savedSecrets: SecretsView = {
  secrets: [
    { name: 'HF_TOKEN', kept: 'key-ring', opens: true },
    { name: 'WANDB_API_KEY', kept: 'file', opens: true },
  ],
  keeps: { is: 'key-ring', name: 'gnome_libsecret' },
  file: '/home/ada/.config/berth/secrets/secrets.json',
  trouble: null,
}

export function previewRouter(scene: Scene) {
  const os = implement(contract)
  const id = { taskId: 'taskaaaa' }
  const doctor = previewDoctor(scene.doctor)
  const preflight = previewPreflight(scene.catalogue, scene.gpus)
  return os.router({
    engine: {
      watch: os.engine.watch.handler(({ signal }) => still(scene.engine, signal)),
      reconnect: os.engine.reconnect.handler(() => undefined),
    },
    containers: {
      watch: os.containers.watch.handler(({ signal }) => still(scene.containers, signal)),
      usage: os.containers.usage.handler(({ signal }) =>
        still(
          scene.containers.map((each) => ({
            id: each.id,
            cpuPercent: 131.4,
            memoryBytes: 18e9,
            memoryLimitBytes: 64e9,
          })),
          signal,
        ),
      ),
      start: os.containers.start.handler(() => undefined),
      stop: os.containers.stop.handler(() => undefined),
      restart: os.containers.restart.handler(() => undefined),
      details: os.containers.details.handler(({ input }) => ({
        id: input.id,
        startedAt: scene.containers[0]?.createdAt ?? null,
        exitCode: null,
        oomKilled: false,
        error: '',
        user: '1000:1000',
        shmBytes: 64 * 2 ** 30,
        env: [{ name: 'HF_TOKEN', value: null }],
      })),
      losses: os.containers.losses.handler(() => ({
        writableBytes: 1.2e9,
        anonymousVolumes: [],
        kept: ['/home/ada/work/vision-lab'],
        running: true,
      })),
      remove: os.containers.remove.handler(() => undefined),
      openLogs: os.containers.openLogs.handler(() => ({ stream: 'logs/preview', framing: 'raw' as const })),
      saveLogs: os.containers.saveLogs.handler(() => ({ is: 'dismissed' as const })),
    },
    launch: {
      catalogue: { watch: os.launch.catalogue.watch.handler(({ signal }) => still(scene.catalogue, signal)) },
      defaults: os.launch.defaults.handler(() => ({
        projectFolder: '/home/ada/work/vision-lab',
        memoryBytes: 256 * 2 ** 30,
        freeMemoryBytes: 180 * 2 ** 30,
        cpus: 64,
        shmBytes: 64 * 2 ** 30,
        user: { uid: 1000, gid: 1000, name: 'ada' },
        starter: 'jupyter-pytorch-cuda12',
      })),
      plan: os.launch.plan.handler(({ input }) => ({
        name: 'vision-lab',
        steps: steps(input.projectFolder, input.image),
        dockerCommand: scene.command,
        problems: input.gpus.is === 'none' ? [] : scene.problems,
        gpus:
          scene.gpus.is !== 'live' || input.gpus.is === 'none'
            ? []
            : scene.gpus.cards.slice(input.gpus.is === 'all' ? 0 : -1).map((card) => {
                const lease = leasesOf(scene.containers).find(({ uuids }) => uuids.includes(card.uuid))
                const reserved = lease ? { holder: lease.holder, until: lease.until } : null
                return { uuid: card.uuid, label: card.name, heldBy: [], reserved }
              }),
        shmBytes: 64 * 2 ** 30,
        user: { uid: 1000, gid: 1000 },
      })),
      start: os.launch.start.handler(() => id),
      recreate: os.launch.recreate.handler(() => id),
      tasks: os.launch.tasks.handler(({ signal }) => still(scene.tasks, signal)),
      answer: os.launch.answer.handler(() => undefined),
      cancel: os.launch.cancel.handler(() => undefined),
      retry: os.launch.retry.handler(() => undefined),
      dismiss: os.launch.dismiss.handler(() => undefined),
    },
    jupyter: {
      open: os.jupyter.open.handler(() => ({ is: 'frame' as const, url: 'about:blank' })),
      address: os.jupyter.address.handler(() => ({ url: 'http://127.0.0.1:1/?token=preview' })),
    },
    terminals: {
      watch: os.terminals.watch.handler(({ signal }) => still([], signal)),
      open: os.terminals.open.handler(({ errors }) => {
        throw errors.REFUSED({
          data: { code: 'TerminalGone', params: {}, evidence: '', raw: '', actions: [] },
        })
      }),
      resize: os.terminals.resize.handler(() => undefined),
      choices: os.terminals.choices.handler(() => ({
        programs: ['/bin/bash', '/bin/sh'],
        users: ['ada', 'root'],
        workingDir: '/workspace',
      })),
      rename: os.terminals.rename.handler(() => undefined),
      reveal: os.terminals.reveal.handler(() => ({ is: 'inside' as const })),
      close: os.terminals.close.handler(() => undefined),
    },
    gpus: {
      watch: os.gpus.watch.handler(({ signal }) => still(scene.gpus, signal)),
      history: os.gpus.history.handler(() => ({})),
      topology: os.gpus.topology.handler(() => topologyOf(scene.gpus)),
    },
    processes: {
      watch: os.processes.watch.handler(({ signal }) => still(useOf(scene.gpus, scene.containers), signal)),
      end: os.processes.end.handler(() => undefined),
    },
    kernels: {
      watch: os.kernels.watch.handler(({ signal }) =>
        still(kernelsOf(scene.containers, scene.kernels), signal),
      ),
      restart: os.kernels.restart.handler(() => undefined),
      interrupt: os.kernels.interrupt.handler(() => undefined),
      shutdown: os.kernels.shutdown.handler(() => undefined),
    },
    reaper: {
      watch: os.reaper.watch.handler(({ signal }) => still(reaperOf(scene.containers), signal)),
      setRule: os.reaper.setRule.handler(() => undefined),
      keep: os.reaper.keep.handler(() => undefined),
    },
    alerts: {
      watch: os.alerts.watch.handler(({ signal }) => still(alerts, signal)),
      dismiss: os.alerts.dismiss.handler(() => undefined),
      dismissAll: os.alerts.dismissAll.handler(() => undefined),
    },
    leases: {
      watch: os.leases.watch.handler(({ signal }) => still(leasesOf(scene.containers), signal)),
      reserve: os.leases.reserve.handler(({ errors }) => {
        throw errors.REFUSED({ data: { code: 'NotFound', params: {}, evidence: '', raw: '', actions: [] } })
      }),
      release: os.leases.release.handler(() => undefined),
    },
    doctor: {
      watch: os.doctor.watch.handler(({ signal }) => doctor.watch(signal)),
      run: os.doctor.run.handler(({ input }) => doctor.run(input.check)),
      apply: os.doctor.apply.handler(({ input }) => doctor.apply(input.check, input.fix)),
    },
    preflight: {
      look: os.preflight.look.handler(({ input }) => preflight.look(input.reference)),
      verdicts: os.preflight.verdicts.handler(({ input }) => preflight.verdicts(input.references)),
      check: os.preflight.check.handler(({ input }) => preflight.check(input.reference)),
      lastCheck: os.preflight.lastCheck.handler(() => null),
    },
    diagnostics: {
      read: os.diagnostics.read.handler(() => ({ text: bundleText })),
      save: os.diagnostics.save.handler(() => ({ is: 'dismissed' as const })),
    },
    sessions: {
      watch: os.sessions.watch.handler(({ signal }) => still(previewSessions, signal)),
      revoke: os.sessions.revoke.handler(() => undefined),
      revokeOthers: os.sessions.revokeOthers.handler(() => ({ revoked: 2 })),
    },
    settings: {
      watch: os.settings.watch.handler(({ signal }) => still(scene.settings, signal)),
      update: os.settings.update.handler(() => scene.settings.settings),
    },
    secrets: {
      watch: os.secrets.watch.handler(({ signal }) => still(savedSecrets, signal)),
      set: os.secrets.set.handler(() => undefined),
      remove: os.secrets.remove.handler(() => undefined),
    },
    host: {
      facts: os.host.facts.handler(() => ({
        version: '0.1.0',
        mode: 'headless' as const,
        platform: 'linux',
        hostName: 'atlas',
        userName: 'ada',
        home: '/home/ada',
        locale: 'en',
        webgl: true,
      })),
      chooseFolder: os.host.chooseFolder.handler(() => null),
      listFolders: os.host.listFolders.handler(({ input }) => ({
        path: input.path,
        parent: '/home/ada/work',
        folders: ['checkpoints', 'data', 'notebooks', '.venv'].map((name) => ({
          name,
          path: `${input.path}/${name}`,
          hidden: name.startsWith('.'),
        })),
        writable: true,
      })),
      makeFolder: os.host.makeFolder.handler(({ input }) => `${input.parent}/${input.name}`),
      openExternal: os.host.openExternal.handler(() => undefined),
    },
  })
}

export function steps(folder: string, image: string): PlanStep[] {
  return [
    { id: 'check', params: { folder } },
    { id: 'pull', params: { image } },
    {
      id: 'create',
      params: {
        name: 'vision-lab',
        image,
        folder,
        uid: 1000,
        gid: 1000,
        gpus: 1,
        shmBytes: 64 * 2 ** 30,
        port: 49_153,
      },
    },
    { id: 'start', params: { name: 'vision-lab' } },
    { id: 'wait', params: { port: 49_153 } },
    { id: 'open', params: { port: 49_153 } },
  ]
}
