// What a running Berth is made of, whichever carrier serves it. Rooms are assembled in main.ts and headless.ts.
import type { Readable, Writable } from 'node:stream'
import type { Alert } from '../shared/contract/alerts'
import type { Kernel } from '../shared/contract/kernels'
import type { Lease } from '../shared/contract/leases'
import type { GpuUse, KernelHint } from '../shared/contract/processes'
import type { ReaperRule, ReaperState } from '../shared/contract/reaper'
import type { ByteCarrier } from '../shared/bytes/protocol'
import type {
  Container,
  ContainerDetails,
  ContainerUsage,
  Losses,
  SavedFile,
} from '../shared/contract/containers'
import type { GpuHistory, GpuState, Topology } from '../shared/contract/gpus'
import type { CheckId, DoctorState } from '../shared/contract/doctor'
import type { FolderListing, HostFacts } from '../shared/contract/host'
import type { JupyterView } from '../shared/contract/jupyter'
import type { ImageCheck, Preflight } from '../shared/contract/preflight'
import type { Verdict } from '../shared/model/compatibility/types'
import type { CatalogueEntry, LaunchDefaults, LaunchTask, Plan } from '../shared/contract/launch'
import type { BrowserSession } from '../shared/contract/sessions'
import type { SecretsView } from '../shared/contract/secrets'
import type { SettingsView } from '../shared/contract/settings'
import type {
  ShellChoices,
  ShellWish,
  Terminal,
  TerminalSize,
  TerminalTarget,
} from '../shared/contract/terminals'
import type { WantedPath } from '../shared/model/launch'
import type { LaunchSpec } from '../shared/model/launch-spec'
import type { FixId } from '../shared/model/doctor/findings'
import type { Settings, SettingsPatch } from '../shared/model/settings'
import type { Question, RiskyMount } from '../shared/words/consent'
import type { Engine } from './engine'

/** A value that changes: the current one first, then each change, until the signal fires. */
export type Watch<T> = (signal: AbortSignal) => AsyncIterable<T>

export type SettingsRoom = {
  get(): Settings
  update(patch: SettingsPatch & { window?: Settings['window'] }): Settings
  watch: Watch<SettingsView>
  onChange(listener: (settings: Settings) => void): () => void
  /** Folder for state that is not settings (caches, history): made on first use. */
  stateFolder: string
}

export type SecretsRoom = {
  watch: Watch<SecretsView>
  view(): Promise<SecretsView>
  /** Refuses with SecretsUnreadable, FileNotWritten. */
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
  /** For launches alone. Refuses with SecretMissing, SecretsUnreadable. */
  value(name: string): Promise<string>
}

/** A file that somebody may want: `open` is called only then; whoever reads destroys what it gave. */
export type OfferedFile = { suggestedName: string; open(signal: AbortSignal): Promise<Readable> }

export type ContainersRoom = {
  list(): Container[]
  watch: Watch<Container[]>
  usage: Watch<ContainerUsage[]>
  start(id: string): Promise<void>
  stop(id: string): Promise<void>
  restart(id: string): Promise<void>
  details(id: string): Promise<ContainerDetails>
  losses(id: string): Promise<Losses>
  remove(id: string, withVolumes: boolean): Promise<void>
  openLogs(
    id: string,
    options: {
      tail: number
      follow: boolean
      timestamps: boolean
      since?: string | undefined
      until?: string | undefined
    },
  ): Promise<{ stream: string; framing: 'raw' | 'multiplexed' }>
  /** The whole log as text, for a file. */
  logFile(id: string, options: { timestamps: boolean }): OfferedFile
  dispose(): Promise<void>
}

/** What a person agreed to in the main process, for as long as it runs; no window can add to it. */
export type Agreements = {
  /** Of a real path. */
  covers(path: WantedPath): boolean
  /** Reading only, where that was the question; `within`: with everything in it. */
  add(path: WantedPath & { within?: boolean }): void
  hostTerminals: boolean
}

export type LaunchRoom = {
  catalogue: Watch<CatalogueEntry[]>
  defaults(): Promise<LaunchDefaults>
  plan(spec: LaunchSpec): Promise<Plan>
  /** What a person must agree to before such a launch mounts it: real paths. Without that the launch refuses. */
  asks(wanted: { spec: LaunchSpec } | { containerId: string } | { taskId: string }): Promise<RiskyMount[]>
  /**
   * Before one of our containers is started again: the engine follows its folders anew. Refuses with MountRefused where one
   * leads by now to what a person would have to agree to.
   */
  checkMounts(containerId: string): Promise<void>
  start(spec: LaunchSpec): Promise<{ taskId: string }>
  recreate(containerId: string): Promise<{ taskId: string }>
  tasks: Watch<LaunchTask[]>
  answer(taskId: string, choice: 'terminal-only' | 'install'): void
  cancel(taskId: string): Promise<void>
  retry(taskId: string): Promise<void>
  dismiss(taskId: string): void
  dispose(): Promise<void>
}

export type PreflightRoom = {
  /** From the engine's own copy, the registry, or the catalogue, in this order. Refuses as the contract says, and with InvalidInput. */
  look(asked: { reference: string; fresh: boolean }): Promise<Preflight>
  verdicts(references: readonly string[]): Promise<Record<string, Verdict>>
  /** Refuses with NotFound, Cancelled, and what the engine says of a container with GPUs. */
  check(reference: string, signal?: AbortSignal): Promise<ImageCheck>
  lastCheck(reference: string): Promise<ImageCheck | null>
  dispose(): Promise<void>
}

/** Where a running environment's server really is; never leaves the main process. */
export type JupyterServer = {
  environmentId: string
  containerId: string
  host: string
  port: number
  token: string
}

export type JupyterRoom = {
  /** Waits until Jupyter's API answers with the token (60 s by default). */
  ready(
    containerId: string,
    options?: { signal?: AbortSignal; timeoutMilliseconds?: number },
  ): Promise<JupyterServer>
  /** By environment id, from memory or by asking the engine; null when there is none running. For the proxy and the request guard. */
  find(environmentId: string): Promise<JupyterServer | null>
  dispose(): Promise<void>
}

export type TerminalRequest = TerminalSize & {
  target: TerminalTarget
  carrier: 'engine' | 'pty'
  shell?: ShellWish | undefined
}

export type TerminalRoom = {
  watch: Watch<Terminal[]>
  open(request: TerminalRequest): Promise<Terminal>
  choices(target: TerminalTarget): Promise<ShellChoices>
  rename(id: string, name: string | null): void
  /** Where on the host a path of the terminal's target lies; null when it is only inside the container. Refuses with TerminalGone. */
  hostPath(id: string, path: string): Promise<string | null>
  resize(id: string, size: TerminalSize): Promise<void>
  close(id: string): Promise<void>
  /** A shell of a container without a terminal, fed by a script; its exit code, null where nobody knows. Refuses as `open` does. */
  pipe(containerId: string, pipes: Pipes, signal: AbortSignal): Promise<number | null>
  dispose(): Promise<void>
}

export type Pipes = { stdin: Readable; stdout: Writable; stderr: Writable }

export type GpuRoom = {
  state(): GpuState
  watch: Watch<GpuState>
  history(span: 'minutes' | 'day'): GpuHistory
  topology(signal?: AbortSignal): Promise<Topology | null>
  /** One fresh reading, for a launch that must know what is free; 'absent' or 'failed' are answers, not errors. */
  sample(signal?: AbortSignal): Promise<GpuState>
  dispose(): Promise<void>
}

/** Who holds which card's memory. */
export type ProcessRoom = {
  state(): GpuUse
  watch: Watch<GpuUse>
  /** Host pids of the kernels of these containers, by kernel id; those that cannot be seen are left out. */
  kernelPids(containerIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  end(process: { pid: number; startedAt: number; force: boolean }): Promise<void>
  dispose(): Promise<void>
}

export type KernelRoom = {
  watch: Watch<ContainerKernels[]>
  /** The last answer of each server, at most a few seconds old while anybody watches; asks when nobody does. */
  list(): Promise<ContainerKernels[]>
  restart(kernel: KernelName): Promise<void>
  interrupt(kernel: KernelName): Promise<void>
  shutdown(kernel: KernelName & { evenBusy: boolean }): Promise<void>
  dispose(): Promise<void>
}
export type KernelName = { containerId: string; kernelId: string }
/** What one container's Jupyter server says of its kernels; null when it does not answer. */
export type ServedKernels = { containerId: string; kernels: readonly KernelHint[] | null }
export type ContainerKernels = { containerId: string; kernels: Kernel[] | null }

export type ReaperRoom = {
  watch: Watch<ReaperState>
  setRule(environmentId: string, rule: ReaperRule): void
  keep(kernelId: string): void
  dispose(): Promise<void>
}

export type AlertRoom = {
  watch: Watch<Alert[]>
  dismiss(id: string): void
  dismissAll(): void
  /** Each alert that a person should be told of outside the window: switched on, and not in the quiet hours. */
  onNotice(listener: (alert: Alert) => void): () => void
  dispose(): Promise<void>
}

export type LeaseRoom = {
  watch: Watch<Lease[]>
  list(signal?: AbortSignal): Promise<Lease[]>
  reserve(environmentId: string, until: number): Promise<Lease>
  release(id: string): Promise<void>
  dispose(): Promise<void>
}

export type DoctorRoom = {
  /** The first watcher starts a round. */
  watch: Watch<DoctorState>
  /** Resolves when the round has ended; null means all checks. */
  run(check: CheckId | null): Promise<void>
  /** Resolves after the re-test. Refuses with Conflict while another fix runs, and with NotFound where nothing of the kind is offered. */
  apply(asked: { check: CheckId; fix: FixId; commands: readonly string[] }): Promise<void>
  dispose(): Promise<void>
}

/** What helps to find a fault, for a person to read and to save. */
export type DiagnosticsRoom = {
  /** With secrets removed; asks the doctor if nobody has yet. */
  read(signal?: AbortSignal): Promise<{ text: string }>
  /** What the person saw. */
  file(text: string): OfferedFile
}

export type HostRoom = {
  facts(): HostFacts
  listFolders(path: string): Promise<FolderListing>
  makeFolder(parent: string, name: string): Promise<string>
}

/** Named byte streams waiting to be attached to: `terminal/<id>`, `logs/<id>`. */
export type StreamRegistry = {
  /** `attach` is called once per consumer that connects; it owns the carrier from then on. Returns the disposer. */
  offer(name: string, attach: (carrier: ByteCarrier) => void): () => void
  /** Connects a consumer; closes the carrier with an 'end' control when there is no such stream. */
  connect(name: string, carrier: ByteCarrier): void
}

/** What only the shell of the carrier can do. */
export type ShellFace = {
  /** Asks a person outside the page, which could answer for them; 'cannot' where there is only the page. */
  confirm(question: Question): Promise<'yes' | 'no' | 'cannot'>
  chooseFolder(from: string): Promise<string | null>
  openExternal(url: string): Promise<void>
  /** Shows a file or folder of the host in the system's file manager; false where this carrier has none. */
  reveal(hostPath: string): Promise<boolean>
  /** Asks where, then writes; or offers it for one download. */
  saveFile(file: OfferedFile): Promise<SavedFile>
  /** How this carrier shows a server: partition and request guard, or proxied host name. */
  showJupyter(server: JupyterServer, path?: string): Promise<JupyterView>
}

/** Who else is let in, as the one in this session sees it: the carrier knows, as it knows its shell. */
export type SessionsFace = {
  watch: Watch<BrowserSession[]>
  /** Refuses with NotFound. */
  revoke(id: string): void
  revokeOthers(): { revoked: number }
}

/** What the rooms are, whoever carries them. */
export type RoomServices = Omit<Services, 'shell' | 'sessions'>

export type Services = {
  agreements: Agreements
  engine: Engine
  settings: SettingsRoom
  secrets: SecretsRoom
  containers: ContainersRoom
  launch: LaunchRoom
  preflight: PreflightRoom
  jupyter: JupyterRoom
  terminals: TerminalRoom
  gpus: GpuRoom
  processes: ProcessRoom
  kernels: KernelRoom
  reaper: ReaperRoom
  alerts: AlertRoom
  leases: LeaseRoom
  doctor: DoctorRoom
  diagnostics: DiagnosticsRoom
  host: HostRoom
  streams: StreamRegistry
  shell: ShellFace
  sessions: SessionsFace
}
