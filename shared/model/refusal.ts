// A refusal is a foreseen "no": a code the screens know, the evidence, and the raw text it was read from.
// Cause and next step are worded per code and language in renderer/i18n; params fill the words' gaps.
import { z } from 'zod'

export const refusalCodes = [
  // engine
  'EngineDown',
  'EnginePermission',
  'EngineTooOld',
  'EngineTimeout',
  // what was asked for
  'InvalidInput',
  'NotFound',
  'NameTaken',
  'PortTaken',
  'Conflict',
  'Cancelled',
  'NotAllowed',
  'AlreadyRunning',
  // images and registries
  'ImageUnknown',
  'ImageTagUnknown',
  'ImagePlatform',
  'ImageUnreadable',
  'RegistryUnauthorised',
  'RegistryUnreachable',
  'RegistryRateLimit',
  'NoSpace',
  // folders
  'FolderMissing',
  'FolderNotWritable',
  'MountRefused',
  // GPUs
  'GpuToolkitMissing',
  'GpuGone',
  'GpuDriverMissing',
  'GpuDriverMismatch',
  'GpuNotHere',
  // Jupyter and launch
  'JupyterMissing',
  'JupyterSilent',
  'JupyterInstallFailed',
  'ContainerExited',
  // terminals
  'TerminalGone',
  'ShellMissing',
  'UserUnknown',
  'WorkingDirMissing',
  'CarrierMissing',
  // GPU processes and kernels
  'ProcessForbidden',
  'ProcessProtected',
  'ProcessStays',
  'KernelBusy',
  'CardsReserved',
  // saved secrets
  'SecretMissing',
  'SecretsUnreadable',
  // logs and files
  'LogUnreadable',
  'FileNotWritten',
  // anything that was not foreseen: a bug, shown as such
  'Unforeseen',
] as const

export const RefusalCodeSchema = z.enum(refusalCodes)
export type RefusalCode = z.infer<typeof RefusalCodeSchema>

/** What an action button under a refusal may offer; the UI knows what each does. */
export const RefusalActionSchema = z.enum([
  'retry',
  'reconnect',
  'choose-folder',
  'choose-gpus',
  'launch-without-gpu',
  'open-settings',
  'show-logs',
])

export const RefusalSchema = z.object({
  code: RefusalCodeSchema,
  /** Fill the gaps of the worded cause and next step, e.g. { name: 'vision', port: 8888 }. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What was seen, verbatim and short; '' where there is nothing to show. */
  evidence: z.string(),
  /** The whole raw text (Docker's, a registry's, NVIDIA's, Jupyter's), for "show raw". */
  raw: z.string(),
  actions: z.array(RefusalActionSchema),
})
export type Refusal = z.infer<typeof RefusalSchema>

type Details = Partial<Omit<Refusal, 'code'>>

export function refusal(code: RefusalCode, details: Details = {}): Refusal {
  return { code, params: {}, evidence: '', raw: '', actions: [], ...details }
}

/** Thrown inside the services; the transport carries its refusal to the caller. */
export class RefusalError extends Error {
  readonly refusal: Refusal

  constructor(code: RefusalCode, details: Details = {}, options?: ErrorOptions) {
    super(`${code}${details.evidence ? `: ${details.evidence}` : ''}`, options)
    this.name = 'RefusalError'
    this.refusal = refusal(code, details)
  }
}

/** The refusal in an error, or an `Unforeseen` one that carries the error's own text. */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal
  const text = error instanceof Error ? error.message : String(error)
  return refusal('Unforeseen', { evidence: text, raw: error instanceof Error ? (error.stack ?? text) : text })
}
