import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completeRound,
  faceOf,
  fieldsToAsk,
  parseComputeApps,
  parseFieldHelp,
  parseList,
  parseQuery,
  parseVersions,
  refusedField,
} from '.'

const header = 'index, uuid, pci.bus_id, memory.used [MiB], utilization.gpu [%], power.draw [W], name'
const row = (index: number): string =>
  `${index}, GPU-0000000${index}, 00000000:0${index}:00.0, 10${index}, 5${index}, 60.5, NVIDIA A100`

describe('reading a query', () => {
  it.each([
    '[N/A]',
    'N/A',
    '',
    '[Not Supported]',
    '[Unknown Error]',
    '[Function Not Found]',
    'ERR!',
    '12 GiB',
    '0x10',
    '1e3',
    'NaN',
  ])('gives no figure for %j', (cell) => {
    const text = `${header}\n0, GPU-00000000, 00000000:01:00.0, ${cell}, 5, ${cell}, NVIDIA A100`
    const [reading] = parseQuery(text).readings
    expect(reading?.card).toMatchObject({ memoryUsedMiB: null, powerWatts: null, utilisationPercent: 5 })
  })

  it('gives no figure when the header names another unit than expected', () => {
    const [reading] = parseQuery('index, memory.used [GiB]\n0, 12').readings
    expect(reading?.card.memoryUsedMiB).toBeNull()
  })

  it('finds columns by name, whatever their order, and ignores new ones', () => {
    const text = 'name, something.new [TB], utilization.gpu [%], index\nNVIDIA A100, 7, 31 %, 2'
    expect(parseQuery(text).readings[0]?.card).toMatchObject({
      index: 2,
      name: 'NVIDIA A100',
      utilisationPercent: 31,
    })
  })

  it('does not take a row with too few or too many cells for a card', () => {
    const round = parseQuery(`${header}\n0, GPU-00000000\n${row(1)}, extra`)
    expect(round.readings).toEqual([])
    expect(round.words).toHaveLength(2)
  })

  it('takes the new name of the driver version when the old one is deprecated', () => {
    const text =
      'index, driver_version, kmd_version\n0, [Requested functionality has been deprecated], 620.10'
    expect(parseQuery(text).readings[0]?.driver).toBe('620.10')
  })

  it('keeps the name and UUID of a card that was known before it was lost', () => {
    const known = parseQuery([header, row(0), row(1)].join('\n')).readings
    const lost = 'Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.  Reboot the system'
    const round = completeRound(parseQuery([lost, header, row(0)].join('\n')), known)
    expect(round.map(({ card }) => [card.uuid, card.health, card.memoryUsedMiB])).toEqual([
      ['GPU-00000000', 'ok', 100],
      ['GPU-00000001', 'lost', null],
    ])
  })

  it('calls a device handle that cannot be read for another reason unknown, not lost', () => {
    const text = 'Unable to determine the device handle for GPU0000:02:00.0: Unknown Error'
    expect(parseQuery(text).troubles).toEqual([{ health: 'unknown', index: null, busId: '00000000:02:00.0' }])
  })
})

describe('fields', () => {
  const help =
    '"timestamp"\nThe timestamp.\n\n"clocks.current.sm" or "clocks.sm"\nwords "not.a.field"\n"index"\n"name" or "gpu_name"\n'

  it('asks only for what the driver lists, timestamp first and name last', () => {
    expect(fieldsToAsk(parseFieldHelp(help))).toEqual(['timestamp', 'index', 'clocks.current.sm', 'name'])
  })

  it('falls back to a core set when the list cannot be read', () => {
    expect(fieldsToAsk(parseFieldHelp('garbage'))).toContain('memory.used')
    expect(fieldsToAsk(null)).not.toContain('compute_cap')
  })

  it('leaves out a field that the tool refused', () => {
    expect(refusedField('Field "pstate" is not a valid field to query.')).toBe('pstate')
    expect(fieldsToAsk(null, new Set(['pstate']))).not.toContain('pstate')
  })
})

describe('versions', () => {
  it('reads both wordings of --version', () => {
    const old =
      'NVIDIA-SMI version  : 595.71.05\nNVML version        : 595.71\nDRIVER version      : 595.71.05\nCUDA Version        : 13.2\n'
    const recent =
      'NVIDIA-SMI version : 610.57.04\nDRIVER version : Deprecated, see KMD version\nCUDA version : Deprecated, see CUDA UMD version\nKMD version : 610.57.04\nCUDA UMD version : 13.3\n'
    expect(parseVersions(old)).toEqual({ driver: '595.71.05', cuda: '13.2', simulated: null })
    expect(parseVersions(recent)).toEqual({ driver: '610.57.04', cuda: '13.3', simulated: null })
  })

  it('passes on the words of a stand-in', () => {
    expect(parseVersions('SIMULATED : two A100, nothing here is real\r\n').simulated).toBe(
      'two A100, nothing here is real',
    )
  })
})

describe('failures', () => {
  it.each([
    ['', 9, 'no-driver'],
    ['', 18, 'mismatch'],
    ['', 6, 'no-devices'],
    ['something else', 6, 'unknown'],
    ['', 15, 'lost'],
    ['', 127, 'no-nvidia-smi'],
    ['', 255, 'unknown'],
    ['', null, 'unknown'],
  ])('explains %j with code %s as %s', (raw, code, reason) => {
    expect(faceOf(raw, code).reason).toBe(reason)
  })
})

describe('processes', () => {
  it('keeps the commas of a command', () => {
    const text = 'gpu_uuid, pid, used_gpu_memory [MiB], process_name\nGPU-00000000, 7, 12, /opt/a,b/python, x'
    expect(parseComputeApps(text)).toEqual([
      { gpuUuid: 'GPU-00000000', pid: 7, usedMiB: 12, command: '/opt/a,b/python, x' },
    ])
  })

  it('is empty for a header alone', () => {
    expect(parseComputeApps('gpu_uuid, pid, used_gpu_memory [MiB], process_name\n')).toEqual([])
  })
})

const token = fc.oneof(
  fc.constantFrom(
    header,
    row(0),
    row(3),
    '\n',
    '\r\n',
    ', ',
    '[N/A]',
    'index',
    'uuid',
    '[MiB]',
    '[%]',
    'GPU is lost',
  ),
  fc.constantFrom(
    'Unable to determine the device handle for GPU1: ',
    '0000:24:00.0',
    'MIG',
    'GPU 0: ',
    '"index"',
    'pid',
  ),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string(),
)
const anyText = fc.array(token, { maxLength: 30 }).map((parts) => parts.join(''))

describe('any text at all', () => {
  it('never makes a parser throw', () => {
    fc.assert(
      fc.property(anyText, fc.option(fc.integer()), (text, code) => {
        completeRound(parseQuery(text), parseQuery(text).readings)
        parseList(text)
        parseVersions(text)
        parseComputeApps(text)
        fieldsToAsk(parseFieldHelp(text))
        refusedField(text)
        faceOf(text, code)
      }),
      { numRuns: 2000 },
    )
  })

  it('never yields a number that the text did not hold', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '[N/A]',
        'N/A',
        '',
        '[GPU requires reset]',
        '-',
        '1e9',
        '0x1F',
        '٣',
        '１２',
        '12 GiB',
        '- 5',
      ),
      fc.nat().map((n) => `${n} MiB`),
      fc.nat().map((n) => `${n}.50 W`),
      fc.integer().map(String),
      fc.string({ maxLength: 8 }),
    )
    const rows = fc.array(fc.array(cell, { minLength: 6, maxLength: 8 }).map((cells) => cells.join(', ')))
    fc.assert(
      fc.property(rows, (lines) => {
        const text = lines.map((line, i) => `${i}, ${line}`).join('\n')
        for (const { card, count } of parseQuery(`${header}\n${text}`).readings)
          for (const value of [...Object.values(card), count])
            if (typeof value === 'number') expect(text).toContain(String(value === 0 ? 0 : value))
      }),
      { numRuns: 1000 },
    )
  })
})
