// What a lease's volume says, and which leases count: pure, and without trust in what others wrote.
import type { Lease } from '../../shared/contract/leases'
import { labels } from '../../shared/model/labels'
import { BerthIdSchema, EnvironmentNameSchema } from '../../shared/model/names'

export type LeaseVolume = { name: string; labels: Record<string, string> }

/** The furthest ahead that anybody may reserve. */
export const longestMilliseconds = 7 * 24 * 3600_000

export type LeaseFacts = {
  volumes: readonly LeaseVolume[]
  /** Ids of the environments that the engine still has. */
  environments: ReadonlySet<string>
  /** `user@host` of this Berth. */
  holder: string
  now: number
}

/**
 * `over`: volumes that mean nothing any more, for whoever sees them to remove. What reserves nothing now is ignored at
 * once, and its volume stays for a day after its end: the clock that is wrong may be this one.
 */
export function readLeases(facts: LeaseFacts): { leases: Lease[]; over: string[] } {
  const newest = new Map<string, Lease>()
  const over: string[] = []
  for (const volume of facts.volumes) {
    const lease = readLease(volume, facts.holder)
    // Not one of ours, or of a later version: not ours to remove.
    if (lease === null) continue
    if (lease.until <= facts.now - keptMilliseconds) {
      over.push(lease.id)
      continue
    }
    const counts =
      lease.until > facts.now &&
      lease.until <= facts.now + longestMilliseconds + clockSlackMilliseconds &&
      facts.environments.has(lease.environmentId)
    if (!counts) continue
    const other = newest.get(lease.environmentId)
    // A lease that was moved leaves its former volume for a moment: the one written last says.
    if (other && writtenAt(other.id) >= writtenAt(lease.id)) over.push(lease.id)
    else {
      if (other) over.push(other.id)
      newest.set(lease.environmentId, lease)
    }
  }
  return { leases: [...newest.values()].sort((a, b) => a.until - b.until), over }
}

/** Two machines on one engine need not agree to the second. */
const clockSlackMilliseconds = 3600_000
/** How long a lease that is over stays: more than a clock is wrong by without being noticed. */
const keptMilliseconds = 24 * 3600_000

/** `berth-lease-<environment>-<written at, base 36>`: a volume's labels cannot be changed, so another end is another volume. */
export function leaseVolume(lease: Omit<Lease, 'id' | 'mine'>, now: number): LeaseVolume {
  return {
    name: `berth-lease-${lease.environmentId}-${now.toString(36)}`,
    labels: {
      [labels.lease]: '1',
      [labels.environment]: lease.environmentId,
      [labels.name]: lease.environment,
      [labels.leaseHolder]: lease.holder,
      [labels.gpuUuids]: lease.uuids.join(','),
      [labels.leaseUntil]: new Date(lease.until).toISOString(),
    },
  }
}

function readLease({ name, labels: said }: LeaseVolume, holder: string): Lease | null {
  const environmentId = said[labels.environment] ?? ''
  const until = Date.parse(said[labels.leaseUntil] ?? '')
  const uuids = (said[labels.gpuUuids] ?? '')
    .split(',')
    .filter((uuid) => /^(GPU|MIG)-[\w/-]{4,80}$/.test(uuid))
  const isOurs = said[labels.lease] === '1' && BerthIdSchema.safeParse(environmentId).success
  if (!isOurs || Number.isNaN(until) || uuids.length === 0) return null
  const named = EnvironmentNameSchema.safeParse(said[labels.name])
  const by = (said[labels.leaseHolder] ?? '').slice(0, longestHolder)
  return {
    id: name,
    environmentId,
    environment: named.success ? named.data : environmentId,
    holder: by,
    mine: by === holder,
    uuids,
    until,
  }
}

/** `user@host`; a host's name has 255 characters at most. */
const longestHolder = 512

/** By the clock of whoever wrote it. */
export function writtenAt(id: string): number {
  return Number.parseInt(id.slice(id.lastIndexOf('-') + 1), 36) || 0
}
