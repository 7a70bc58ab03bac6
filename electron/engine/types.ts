// The engine room's face to the other rooms. Only this folder knows dockerode; others see these verbs.
// Every verb may throw a RefusalError (EngineDown, NotFound, NameTaken, …), translated once in failures.ts.
import type { Duplex, Readable } from 'node:stream'
import type { EngineState, EngineUp } from '../../shared/contract/engine'
import type { ContainerSpec } from '../../shared/model/launch'

/** A launch plans it, the engine creates it: one type, so that nothing of a plan is lost on the way. */
export type CreateSpec = ContainerSpec

export type ContainerSummary = {
  id: string
  name: string
  image: string
  imageId: string
  state: string
  status: string
  createdAt: number
  labels: Record<string, string>
  ports: { hostIp: string; hostPort: number; containerPort: number; protocol: string }[]
  mounts: { type: string; source: string; target: string; readOnly: boolean; name: string }[]
}

export type ContainerDetails = ContainerSummary & {
  running: boolean
  exitCode: number | null
  oomKilled: boolean
  /** The engine's error text of the last start, '' if none. */
  error: string
  startedAt: number | null
  pid: number
  tty: boolean
  env: string[]
  user: string
  /** '' where neither the image nor its creator said: '/'. */
  workingDir: string
  deviceRequests: CreateSpec['deviceRequests']
  sizeRwBytes: number | null
  /** Size of its /dev/shm; null where the engine does not say. */
  shmBytes: number | null
}

export type ImageDetails = {
  id: string
  repoTags: string[]
  repoDigests: string[]
  env: string[]
  cmd: string[]
  entrypoint: string[]
  user: string
  workingDir: string
  labels: Record<string, string>
  architecture: string
  os: string
  sizeBytes: number
  /** Digests of its unpacked layers, bottom first. */
  diffIds: string[]
}

/** What the engine's own configuration says. */
export type PullEvent = {
  /** 12 hex digits of the layer, '' for messages about the whole. */
  id: string
  status: string
  currentBytes: number | null
  totalBytes: number | null
}

export type EngineEvent = {
  type: 'container' | 'image' | 'volume' | 'daemon' | 'other'
  action: string
  id: string
  attributes: Record<string, string>
}

export type ExecSpec = {
  cmd: string[]
  tty: boolean
  stdin: boolean
  user?: string
  env?: string[]
  workingDir?: string
  size?: { cols: number; rows: number }
}

export type ExecSession = {
  id: string
  /** tty: raw bytes both ways. Not tty: Docker's 8-byte frames out. Destroy it to hang up. */
  stream: Duplex
  resize(size: { cols: number; rows: number }): Promise<void>
  inspect(): Promise<{ running: boolean; exitCode: number | null; pid: number | null }>
}

/** Of a container's counters: time of all its processors so far, and of all of the machine's. */
export type UsageReading = {
  cpuNanoseconds: number
  systemNanoseconds: number
  cpus: number
  memoryBytes: number
  memoryLimitBytes: number
}

/** Per cent of one core. */
export type UsageSample = { id: string; cpuPercent: number; memoryBytes: number; memoryLimitBytes: number }

/** What the engine says of its own setup; '' where it does not say. */
export type EngineInfo = {
  cgroupDriver: string
  cgroupVersion: string
  storageDriver: string
  /** Where it keeps images and containers, as its machine names the folder; '' where it does not say. */
  dataRoot: string
  /** containerd's store keeps layers by the digest they are downloaded by; the older one as a chain from the bottom. */
  store: 'chain' | 'digest'
  kernel: string
  os: string
  architecture: string
  version: string
  /** RFC 3339, with nanoseconds. */
  systemTime: string
  /** Through which it pulls; its password is replaced by the engine. */
  proxy: string
  liveRestore: boolean
  rootless: boolean
  /** Folders with CDI specifications; null where the engine does not say: it has no CDI, or has it switched off. */
  cdiFolders: string[] | null
  cdiDevices: string[]
  runtimes: string[]
  /** Its registries: mirrors of Docker Hub, and those that may be unverified, by host and by address range. */
  mirrors: string[]
  insecureHosts: string[]
  insecureCidrs: string[]
}

export type Engine = {
  state(): EngineState
  /** The current state first, then every change, until the signal fires. */
  watch(signal: AbortSignal): AsyncIterable<EngineState>
  /** Throws EngineDown with the reason when not up. */
  up(): EngineUp
  /** A signal that fires when the current connection is lost: mix it into every long wait. */
  lost(): AbortSignal
  /** Asked afresh each time. */
  info(signal?: AbortSignal): Promise<EngineInfo>
  reconnect(): void
  /** Engine events while up; the listener also gets a synthetic { type:'daemon', action:'up' } on every (re)connection, since events were missed. */
  onEvent(listener: (event: EngineEvent) => void): () => void
  /** DOCKER_HOST-style address and CLI environment for running the docker CLI against the same engine. */
  cliEnv(): Record<string, string>

  containers: {
    list(signal?: AbortSignal): Promise<ContainerSummary[]>
    inspect(id: string, options?: { size?: boolean; signal?: AbortSignal }): Promise<ContainerDetails>
    create(spec: CreateSpec, signal?: AbortSignal): Promise<{ id: string; warnings: string[] }>
    start(id: string, signal?: AbortSignal): Promise<void>
    stop(id: string, options?: { seconds?: number; signal?: AbortSignal }): Promise<void>
    restart(id: string, signal?: AbortSignal): Promise<void>
    /** Refuses with NameTaken. */
    rename(id: string, name: string, signal?: AbortSignal): Promise<void>
    /** Removes even when running; NotFound is not an error here. */
    remove(id: string, options?: { volumes?: boolean; signal?: AbortSignal }): Promise<void>
    /** Unpacks a tar at `path` inside the container (created or running). */
    putArchive(id: string, path: string, tar: Buffer, signal?: AbortSignal): Promise<void>
    /** Contents of one file, or null when it is not there. Refuses files above `maxBytes` (default 1 MiB). */
    readFile(
      id: string,
      path: string,
      options?: { maxBytes?: number; signal?: AbortSignal },
    ): Promise<Buffer | null>
    /** stat of a path (following nothing), or null. */
    stat(
      id: string,
      path: string,
      signal?: AbortSignal,
    ): Promise<{ mode: number; linkTarget: string; size: number } | null>
    /** Framing: 8-byte frames unless the container has a tty. */
    logs(
      id: string,
      options: {
        follow: boolean
        tail: number | 'all'
        timestamps: boolean
        /** Seconds of the epoch with a fraction, as the API wants them: '1700000000.123456789'. Both inclusive. */
        since?: string | undefined
        until?: string | undefined
        signal?: AbortSignal
      },
    ): Promise<{ stream: Readable; tty: boolean }>
    /** The last `lines` of both streams, decoded, for showing why a container ended. */
    lastLog(id: string, lines: number): Promise<string>
    exec(id: string, spec: ExecSpec, signal?: AbortSignal): Promise<ExecSession>
    /** Runs to the end and collects; for small commands. */
    run(
      id: string,
      spec: Omit<ExecSpec, 'tty' | 'stdin' | 'size'>,
      signal?: AbortSignal,
    ): Promise<{ exitCode: number; stdout: string; stderr: string }>
    /** Processes as the host sees them. */
    top(id: string): Promise<{ pid: number; ppid: number; command: string }[]>
    /** One reading; what is used, two of them say (usageBetween). */
    usage(id: string, signal: AbortSignal): Promise<UsageReading>
    /** Settles when the container is not running, or rejects with EngineDown when the connection is lost (never hangs). */
    wait(id: string, signal?: AbortSignal): Promise<{ exitCode: number }>
    commit(
      id: string,
      options: {
        repository: string
        tag: string
        labels: Record<string, string>
        cmd?: string[]
        user?: string
      },
      signal?: AbortSignal,
    ): Promise<{ imageId: string }>
  }
  images: {
    /** Those that have a name, with their sizes unpacked. */
    list(signal?: AbortSignal): Promise<{ id: string; references: string[]; sizeBytes: number }[]>
    /** null when absent. */
    inspect(reference: string, signal?: AbortSignal): Promise<ImageDetails | null>
    /** Every local reference (tags and digests). */
    references(signal?: AbortSignal): Promise<Set<string>>
    /** Ids of all images here. */
    ids(signal?: AbortSignal): Promise<string[]>
    /** Ends when the image is there; an error inside the 200 answer is a refusal. Aborting cancels the pull. Credentials come from the docker config. */
    pull(reference: string, onEvent: (event: PullEvent) => void, signal: AbortSignal): Promise<void>
    remove(reference: string): Promise<void>
  }
  volumes: {
    /** Those that carry the label, whatever its value. */
    labelled(label: string, signal?: AbortSignal): Promise<{ name: string; labels: Record<string, string> }[]>
    /** An empty one. Of a name that exists already, nothing is changed. */
    create(name: string, labels: Record<string, string>, signal?: AbortSignal): Promise<void>
    /** NotFound is not an error here. Refuses with Conflict while a container uses it. */
    remove(name: string, signal?: AbortSignal): Promise<void>
  }
  dispose(): Promise<void>
}
