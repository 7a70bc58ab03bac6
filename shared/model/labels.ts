// The labels by which Berth finds its environments again, on any engine and after any restart.
export const labels = {
  /** '1' on everything Berth made; the version of this label set. */
  made: 'sh.berth.version',
  environment: 'sh.berth.environment',
  name: 'sh.berth.name',
  entry: 'sh.berth.entry',
  folder: 'sh.berth.folder',
  /** JSON of a GpuChoice, and the UUIDs it resolved to, comma-separated. */
  gpus: 'sh.berth.gpus',
  gpuUuids: 'sh.berth.gpu-uuids',
  jupyter: 'sh.berth.jupyter',
  launchedAt: 'sh.berth.launched-at',
  /** Who launched it: the user's name on the machine of that Berth. */
  user: 'sh.berth.user',
  /** 'launching' never leaves a finished launch: a container whose launch was cut off is found by `sh.berth.task`. */
  task: 'sh.berth.task',
  /** Which process carries the launch out: what is half made is cleaned away once that process is gone. */
  owner: 'sh.berth.owner',
  /** JSON of the LaunchSpec, the values of its variables left out: for making the same environment again. */
  spec: 'sh.berth.spec',
  /** On the empty volume that tells of a lease: '1', who reserved (user@host), and until when (ISO 8601). */
  lease: 'sh.berth.lease',
  leaseHolder: 'sh.berth.lease-holder',
  leaseUntil: 'sh.berth.lease-until',
  /** On derived images: the reference and id they were made from. */
  derivedFrom: 'sh.berth.derived-from',
} as const
