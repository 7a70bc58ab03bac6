// Compute capabilities: what a card has, and which kernels run on it.
import { capabilityTable, torchTable, type Architecture, type TorchBuild } from './tables'
import { firstComponents, isAtLeast, leadingVersion, majorOf } from './versions'

/**
 * The capability of a card by its name, for drivers too old to tell it themselves (nvidia-smi knows compute_cap from about
 * 470 on). Drivers up to about 460 print names without 'NVIDIA ', later ones with it. `verified: false`: the row was
 * inferred from the card's family. null: no such card in the table.
 */
export function capabilityOf(name: string): { capability: string; verified: boolean } | null {
  const bare = bareName(name)
  const row = capabilityTable.cards.find((card) => bareName(card.name) === bare)
  return row ? { capability: row.capability, verified: row.verified } : null
}

export function architectureOf(capability: string): Architecture | null {
  return capabilityTable.architectures.find((row) => row.capability === capability) ?? null
}

/** The published PyTorch build of this version and CUDA; a local part as in '2.4.0+cu121' is ignored. */
export function torchBuild(torch: string, cuda: string): TorchBuild | null {
  // 2.1.0a0+32f93b1 is a build of somebody's own, with kernels of their choice.
  if (!/^v?\d+\.\d+\.\d+(?:\+cu\d+)?$/.test(torch)) return null
  const version = leadingVersion(torch)
  const minor = firstComponents(cuda, 2)
  return torchTable.builds.find((row) => row.torch.some((t) => t === version) && row.cuda === minor) ?? null
}

/** The CUDA that a wheel's local version names: '2.4.0+cu121' → '12.1'. */
export function wheelCuda(torch: string): string | null {
  const digits = /\+cu(\d+)(\d)$/.exec(torch)
  return digits ? `${digits[1]}.${digits[2]}` : null
}

/** Does binary code for `kernel` run on this card? Same major, minor as high or higher; '9.0a' on 9.0 alone. */
export function kernelRuns(kernel: string, capability: string): boolean {
  if (kernel.endsWith('a')) return kernel.slice(0, -1) === capability
  const target = kernel.replace(/f$/, '')
  return majorOf(target) === majorOf(capability) && isAtLeast(capability, target)
}

/** The capability of a target without its suffix: '9.0a' → '9.0'. */
export function plainCapability(kernel: string): string {
  return kernel.replace(/[af]$/, '')
}

/** Can this toolkit compile kernels that run on the card: for its own capability, or an older one of the same major? */
export function toolkitReaches(cuda: string, capability: string): boolean {
  return capabilityTable.architectures.some(
    (row) => kernelRuns(row.capability, capability) && isAtLeast(cuda, row.firstCuda),
  )
}

function bareName(name: string): string {
  return name
    .trim()
    .replace(/^NVIDIA\s+/i, '')
    .toLowerCase()
}
