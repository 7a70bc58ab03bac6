import type { ToolkitParts } from './workstation/toolkit'

export const scenarioNames = [
  'a100x2',
  'a100x2-idle',
  'h100x8',
  'laptop',
  'mig',
  'none',
  'no-driver',
  'not-installed',
  'mismatch',
  'gpu-lost',
  'slow',
  'hot',
] as const
export type ScenarioName = (typeof scenarioNames)[number]

export type Log = (line: string) => void

export type Rig = {
  name: string
  /** `unix:///…/docker.sock` */
  dockerHost: string
  /** What a process needs to be on this workstation: DOCKER_HOST, DOCKER_CONFIG, PATH with the stand-in first … */
  env: Record<string, string>
  registry: { host: string; anonymousHost: string; username: string; password: string }
  images: Images
  /** The image with the programs of a terminal (shells, tmux, vim, htop …): made when first asked for, then cached. */
  tools(): Promise<string>
  scenarioFile: string
  /** Takes effect at once, in running containers too. */
  setScenario(name: ScenarioName): Promise<void>
  /** Removes the rig's images from the engine so that a pull downloads again; the registry keeps them. */
  forgetImages(): Promise<void>
  /** Installs or removes the simulated container toolkit; the engine learns of it when it starts. */
  setToolkit(parts: ToolkitParts): Promise<void>
  stopEngine(how: 'term' | 'kill' | 'freeze'): Promise<void>
  /** The engine reads its configuration again, and tells so as an event. */
  reloadEngine(): Promise<void>
  startEngine(): Promise<void>
  down(options?: DownOptions): Promise<void>
}

export type Images = {
  /** Debian 13 with JupyterLab; in the engine after `up`. */
  jupyter: string
  /** The same and four layers of labelled ballast; never in the engine before somebody pulls it. */
  jupyterRemote: string
  /** Python without JupyterLab, which can be installed into it without network; in the engine after `up`. */
  plain: string
  plainRemote: string
  /** Busybox and nothing else: starts fast, for lists and clashes. */
  tiny: string
}

export type UpOptions = {
  name?: string
  scenario?: ScenarioName
  /** false: dockerd finds no NVIDIA hook, as on a host without the container toolkit. */
  toolkit?: boolean
  /** 'newer': Debian 13's engine, which has CDI, on a rig that was down; whyNoNewerEngine tells where it cannot be had. */
  engine?: 'installed' | 'newer'
  log?: Log
  signal?: AbortSignal
}

/** purge: the engine's data goes too; the image cache stays. */
export type DownOptions = { purge?: boolean; log?: Log; signal?: AbortSignal }
