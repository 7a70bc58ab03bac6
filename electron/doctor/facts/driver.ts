// The NVIDIA side of the machine: cards on the bus, the kernel's module, and what nvidia-smi says.
import { faceOf, parseQuery, type Trouble } from '../../../shared/model/nvidia'
import { all, ofCommand, ofFile } from '../evidence'
import type { Machine } from '../machine'

export type SmiCard = {
  index: number
  uuid: string
  name: string
  driver: string
  persistence: string
  display: string
}
export type Smi = { evidence: string } & (
  | { is: 'missing' }
  | {
      is: 'failed'
      reason: 'no-driver' | 'mismatch' | 'lost' | 'no-devices' | 'silent' | 'unknown'
      raw: string
    }
  | { is: 'live'; cards: SmiCard[]; troubles: Trouble[]; raw: string }
)

const fields = ['index', 'uuid', 'name', 'driver_version', 'persistence_mode', 'display_active']

export async function readSmi(machine: Machine, signal: AbortSignal): Promise<Smi> {
  const argv = ['nvidia-smi', `--query-gpu=${fields.join(',')}`, '--format=csv']
  // A driver without persistence mode starts each card anew for every process.
  const ran = await machine.run(argv, { signal, milliseconds: 20_000 })
  const evidence = ofCommand(argv, ran)
  if (ran.is === 'missing') return { is: 'missing', evidence }
  if (ran.is === 'silent') return { is: 'failed', reason: 'silent', raw: ran.text, evidence }
  const cards = cardsIn(ran.text)
  const { troubles } = parseQuery(ran.text)
  if (cards.length > 0 || troubles.length > 0) return { is: 'live', cards, troubles, raw: ran.text, evidence }
  const face = faceOf(ran.text, ran.code)
  if (face.is === 'failed') return { is: 'failed', reason: face.reason, raw: ran.text, evidence }
  return face.reason === 'no-nvidia-smi'
    ? { is: 'missing', evidence }
    : { is: 'failed', reason: 'no-devices', raw: ran.text, evidence }
}

function cardsIn(text: string): SmiCard[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [index = '', uuid = '', name = '', driver = '', persistence = '', display = ''] = line
      .split(',')
      .map((cell) => cell.trim())
    return /^\d+$/.test(index) && /^GPU-|requires reset/i.test(uuid)
      ? [{ index: Number(index), uuid, name, driver, persistence, display }]
      : []
  })
}

/** Version of the module that the kernel runs, from /proc/driver/nvidia/version; null where none is loaded. */
export async function readKernelModule(
  machine: Machine,
): Promise<{ version: string | null; evidence: string }> {
  const path = '/proc/driver/nvidia/version'
  const file = await machine.readText(path)
  const version =
    file.is === 'text' ? (/^NVRM version:.*?\b(\d{3,}\.\d+(?:\.\d+)?)\b/m.exec(file.text)?.[1] ?? null) : null
  return { version, evidence: ofFile(path, file) }
}

/** Displays and 3D controllers (PCI class 03) of vendor 10de, by address; null where there is no such bus to read. */
export async function readBus(machine: Machine): Promise<{ cards: string[]; evidence: string }> {
  const bus = '/sys/bus/pci/devices'
  const addresses = (await machine.list(bus)) ?? []
  const found = await Promise.all(
    addresses.map(async (address) => {
      const [vendor, kind, device] = await Promise.all(
        ['vendor', 'class', 'device'].map(async (name) => {
          const file = await machine.readText(`${bus}/${address}/${name}`)
          return file.is === 'text' ? file.text.trim() : ''
        }),
      )
      return vendor === '0x10de' && (kind ?? '').startsWith('0x03')
        ? [`${address} 10de:${(device ?? '').slice(2)}`]
        : []
    }),
  )
  const cards = found.flat()
  return { cards, evidence: `${bus}: ${cards.length === 0 ? 'no NVIDIA card' : cards.join(', ')}` }
}

/** Why an installed driver does not load, where that can be seen: what holds the card, or what refuses the module. */
export async function whyNotLoaded(
  machine: Machine,
): Promise<{ reason: '' | 'nouveau' | 'secure-boot'; evidence: string }> {
  if ((await machine.list('/sys/module/nouveau')) !== null)
    return { reason: 'nouveau', evidence: '/sys/module/nouveau is there: nouveau is loaded' }
  const variables = '/sys/firmware/efi/efivars'
  const name = ((await machine.list(variables)) ?? []).find((each) => each.startsWith('SecureBoot-'))
  if (name === undefined) return { reason: '', evidence: '' }
  const file = await machine.readText(`${variables}/${name}`)
  // Four bytes of attributes, then the value (UEFI specification, section 3.3).
  const on = file.is === 'text' && file.text.charCodeAt(file.text.length - 1) === 1
  return { reason: on ? 'secure-boot' : '', evidence: all(`${variables}/${name}: ${on ? '1' : '0'}`) }
}
