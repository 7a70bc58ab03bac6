// What is printed when processes, lists, details or a matrix are asked for: any text, and every recorded one.
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { migInstances, parseComputeApps, parseDetails, parseList, parseTopology, readAppLine } from '.'
import { parseXml } from './xml'

const folder = new URL('../../../electron/gpu/samples/', import.meta.url)
const sample = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** How many processes, listed cards, MIG devices and names in a matrix a person finds in each. */
const found: Record<string, [apps: number, cards: number, mig: number, names: number]> = {
  'a100-mig-L.txt': [0, 1, 3, 0],
  'a100x2-compute-apps.csv': [3, 0, 0, 0],
  'h100x8-L.txt': [0, 8, 0, 0],
  'h100x8-topo.txt': [0, 0, 0, 9],
  'h200-L.txt': [0, 1, 0, 0],
  'h200-compute-apps.csv': [2, 0, 0, 0],
  'h200-topo.txt': [0, 0, 0, 1],
}

describe('the recorded texts', () => {
  it.each(readdirSync(folder))('finds in %s what a person finds', (name) => {
    const text = sample(name)
    for (const each of [text, text.replace(/\n/g, '\r\n')]) {
      const list = parseList(each)
      const counts = [
        parseComputeApps(each).length,
        list.length,
        list.flatMap(({ mig }) => mig).length,
        parseTopology(each)?.names.length ?? 0,
      ]
      expect(counts).toEqual(found[name] ?? [0, 0, 0, 0])
      expect(parseDetails(each)).toHaveLength(name.endsWith('.xml') ? 1 : 0)
    }
  })
})

describe('rows of processes', () => {
  const header = 'timestamp, gpu_uuid, pid, used_gpu_memory [MiB], process_name'
  const read = (line: string) => {
    const first = readAppLine(header, null)
    return readAppLine(line, first.is === 'header' ? first.fields : null)
  }

  it('reads a stamped row', () => {
    expect(read('2026/11/24 04:51:00.115, GPU-1b2c3d4e-0001, 22093, 1000, python3\r')).toEqual({
      is: 'row',
      app: { gpuUuid: 'GPU-1b2c3d4e-0001', pid: 22093, usedMiB: 1000, command: 'python3' },
      stamp: Date.UTC(2026, 10, 24, 4, 51, 0, 115),
    })
  })

  it('knows no memory and no name where the driver shows none (WSL, another namespace)', () => {
    expect(read('2026/11/24 04:51:00.115, GPU-1b2c3d4e-0001, 22093, [N/A], [Not Found]')).toMatchObject({
      is: 'row',
      app: { usedMiB: null, command: null },
    })
  })

  it.each([
    'GPU is lost',
    '2026/11/24 04:51:00.115, [Unknown Error], 12, 1, x',
    '-, GPU-1b2c3d4e, -5, 1, x',
    '-, GPU-1b2c3d4e, 0, 1, x',
  ])('takes %j for words', (line) => expect(read(line).is).toBe('words'))

  it('understands nothing before a header', () => {
    expect(readAppLine('2026/11/24 04:51:00.115, GPU-1b2c3d4e-0001, 22093, 1000, python3', null).is).toBe(
      'words',
    )
  })
})

const token = fc.oneof(
  fc.constantFrom(
    ...[
      '<nvidia_smi_log>',
      '<gpu id="x">',
      '</gpu>',
      '<uuid>GPU-aaaa</uuid>',
      '<mig_devices>',
      '<mig_device>',
    ],
    ...[
      '</mig_device>',
      '<index>',
      '</index>',
      '<processes>',
      '<process_info>',
      '<pid>',
      '</pid>',
      '<![CDATA[',
    ],
    ...['<!--', '-->', '&amp;', '&#x110000;', '<gpu_instance_id>', '<used_memory>', ' MiB</used_memory>'],
  ),
  fc.constantFrom(
    '\tGPU0\tGPU1\n',
    'GPU0\t X \t',
    'GPU1\t',
    'NV12',
    '\t',
    '\n',
    'CPU Affinity',
    '\u001b[4m',
    'NIC0',
  ),
  fc.constantFrom(
    'gpu_uuid, pid, used_gpu_memory [MiB], process_name\n',
    'GPU-aaaa, ',
    ', ',
    '[N/A]',
    'GPU 0: ',
  ),
  fc.constantFrom('  MIG 1g.5gb Device 0: (UUID: MIG-1)', ' (UUID: GPU-aaaa)\n'),
  fc.nat().map(String),
  fc.string(),
)
const anyText = fc.array(token, { maxLength: 40 }).map((parts) => parts.join(''))

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

describe('any text at all', () => {
  it('neither throws nor yields a number that the text did not hold', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        parseXml(text)
        const detailed = parseDetails(text)
        const listed = parseList(text)
        for (const number of numbersIn([
          ...[parseComputeApps(text), listed, detailed],
          ...[migInstances(listed, detailed), parseTopology(text)],
        ]))
          expect(text).toContain(String(number))
      }),
      { numRuns: 2000 },
    )
  })

  it('yields no half or doubled figures from well-formed details with odd cells', () => {
    const cell = fc.oneof(
      fc.constantFrom('N/A', '', 'ERR!', '12 GiB', '1e3', '0x1F', '１２'),
      fc.nat().map((n) => `${n} MiB`),
    )
    fc.assert(
      fc.property(cell, cell, fc.nat({ max: 99 }), (total, used, index) => {
        const text = `<nvidia_smi_log><gpu><uuid>GPU-aaaa</uuid><mig_devices><mig_device><index>${index}</index><fb_memory_usage><total>${total}</total><used>${used}</used></fb_memory_usage></mig_device></mig_devices></gpu></nvidia_smi_log>`
        const [instance] = migInstances([], parseDetails(text))
        const plainly = (value: string): number | null => {
          const digits = /^(\d{1,12}) MiB$/.exec(value)?.[1]
          return digits === undefined ? null : Number(digits)
        }
        expect(instance).toMatchObject({
          device: index,
          memoryTotalMiB: plainly(total),
          memoryUsedMiB: plainly(used),
        })
      }),
    )
  })
})
