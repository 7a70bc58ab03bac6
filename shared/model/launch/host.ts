// What a plan needs to know of the machine. Gathered by electron/launch/facts.ts; everything here is plain data.
import type { Card } from '../../contract/gpus'
import type { Plan } from '../../contract/launch'
import type { PathJudgement } from './guard'

export type GpuFacts =
  /** The local driver answered: these cards and no others. */
  | { is: 'known'; cards: Card[] }
  | { is: 'absent'; raw: string }
  | { is: 'failed'; reason: 'no-driver' | 'mismatch' | 'lost' | 'unknown'; raw: string }
  /** The engine is on another machine, or the choice needs no look: nobody can say which cards there are. */
  | { is: 'unknown' }

export type FolderFacts =
  | { is: 'missing'; /** Berth may make it: its own default folder. */ made: boolean }
  | { is: 'not-a-folder' }
  | { is: 'folder'; mode: number; ownerUid: number; ownerGid: number; readOnlyFileSystem: boolean }
  /** On another machine. */
  | { is: 'unknown' }

export type ImageFacts =
  | { is: 'absent' }
  | {
      is: 'present'
      id: string
      /** null: nobody looked inside yet. */
      inside: ImageInside | null
      /** A kept image made from this one with JupyterLab added, where there is one. */
      derived: { reference: string; inside: ImageInside | null } | null
    }

export type ImageInside = {
  /** Absolute path of jupyter-lab on the image's own PATH, or null. */
  jupyterLab: string | null
  /** '/bin/bash', '/bin/sh', or '' where there is no shell. */
  shell: string
  passwd: string
  group: string
}

/** `real`: where it leads, which is what gets mounted. What a person agreed to is 'free'. */
export type JudgedPath = {
  path: string
  readOnly: boolean
  real: string
  exists: boolean
  judgement: PathJudgement
}

/** `by`: the environment's name. */
export type HeldCard = { uuid: string; by: string }

export type LaunchHost = {
  /** Of the whole machine that runs the engine, in bytes. `freeMemoryBytes` null where it is another machine. */
  memoryBytes: number
  freeMemoryBytes: number | null
  cpus: number
  engine: {
    product: 'docker' | 'desktop' | 'podman'
    rootless: boolean
    local: boolean
    cdiDevices: string[]
    /** Path of the engine's own socket, '' when it has none here. */
    socket: string
  }
  gpus: GpuFacts
  /** Cards that running environments hold, and those that launches under way have been promised. */
  heldCards: HeldCard[]
  /** Cards that other environments reserved. */
  reservedCards: { uuid: string; holder: string; until: number }[]
  /** Whom Berth runs as. */
  process: { uid: number; gid: number; groups: number[]; userName: string }
  folder: FolderFacts
  /** Whose home and name belong to the folder's owner, '' when the machine does not know that uid. */
  folderOwnerName: string
  /** Of the project folder and every mount's source. */
  paths: JudgedPath[]
  /** Names of all containers. */
  takenNames: string[]
  image: ImageFacts
  /** What the catalogue knows when nobody looked inside the image. */
  expectsJupyter: boolean | null
  /** A loopback port that was free a moment ago. */
  freePort: number
  /** Chosen for this launch: 8 base32 characters; the task's id; who carries it out (see electron/launch/owner.ts). */
  environmentId: string
  taskId: string
  owner: string
  now: number
}

/** Everything the engine is told about a new container. */
export type ContainerSpec = {
  name: string
  image: string
  cmd: string[] | null
  entrypoint: string[] | null
  env: string[]
  labels: Record<string, string>
  user: string
  workingDir: string
  tty: boolean
  openStdin: boolean
  /** containerPort (tcp) → host address; hostPort 0 lets the engine choose. */
  ports: { containerPort: number; hostIp: string; hostPort: number }[]
  binds: { source: string; target: string; readOnly: boolean }[]
  deviceRequests: { driver: string; count: number; deviceIds: string[]; capabilities: string[][] }[]
  shmBytes: number | null
  memoryBytes: number | null
  nanoCpus: number | null
  restart: 'no' | 'unless-stopped' | 'on-failure' | 'always'
  init: boolean
}

/** Whom the container runs as, and whose the files are: they differ where the engine maps ids. */
export type ContainerUser = { uid: number; gid: number; name: string; files: { uid: number; gid: number } }

export type PlannedLaunch = Plan & {
  container: ContainerSpec
  /** Inside the container. */
  runAs: ContainerUser
  jupyter: boolean
  environmentId: string
}
