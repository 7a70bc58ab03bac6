import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseTopology } from '.'

const sample = readFileSync(new URL('../../../electron/gpu/samples/h100x8-topo.txt', import.meta.url), 'utf8')

describe('the matrix of connections', () => {
  it('reads eight cards and a network card, with the underlined header of the real tool', () => {
    const topology = parseTopology(sample)
    expect(topology?.names).toEqual(['GPU0', 'GPU1', 'GPU2', 'GPU3', 'GPU4', 'GPU5', 'GPU6', 'GPU7', 'NIC0'])
    expect(topology?.links[0]).toEqual(['', ...Array.from({ length: 7 }, () => 'NV18'), 'NODE'])
    expect(topology?.links[7]?.[8]).toBe('SYS')
    expect(topology?.links[8]).toEqual([
      ...Array.from({ length: 4 }, () => 'NODE'),
      'SYS',
      'SYS',
      'SYS',
      'SYS',
      '',
    ])
    expect(topology?.affinity['GPU4']).toEqual({ cpus: '52-103,156-207', numa: '1' })
    expect(Object.keys(topology?.affinity ?? {})).toHaveLength(8)
  })

  it('does without the legend, the escape codes and the affinities, and with CRLF', () => {
    const bare = '\tGPU0\tGPU1\r\nGPU0\t X \tPHB\r\nGPU1\tPHB\t X \r\n'
    expect(parseTopology(bare)).toEqual({
      names: ['GPU0', 'GPU1'],
      links: [
        ['', 'PHB'],
        ['PHB', ''],
      ],
      affinity: {},
    })
  })

  it('reads the network cards of older drivers, which are named in the header itself', () => {
    const text = '\tGPU0\tmlx5_0\tCPU Affinity\nGPU0\t X \tPIX\t0-7\nmlx5_0\tPIX\t X \t\n'
    expect(parseTopology(text)).toMatchObject({
      names: ['GPU0', 'mlx5_0'],
      affinity: { GPU0: { cpus: '0-7', numa: '' } },
    })
  })

  it('reads a machine with one card', () => {
    const text = '\tGPU0\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\nGPU0\t X \t0-31\tN/A\t\tN/A\n'
    expect(parseTopology(text)).toEqual({
      names: ['GPU0'],
      links: [['']],
      affinity: { GPU0: { cpus: '0-31', numa: '' } },
    })
  })

  it('leaves a link empty that is no word of the tool, and takes it from the other side where that has one', () => {
    const text = '\tGPU0\tGPU1\tGPU2\nGPU0\t X \t[N/A]\t?\nGPU1\tNV4\t X \t\nGPU2\t?\t?\t X \n'
    expect(parseTopology(text)?.links).toEqual([
      ['', 'NV4', ''],
      ['NV4', '', ''],
      ['', '', ''],
    ])
  })

  it.each(['ERROR: Option -m is missing its value.\r\n', '', 'No devices were found\n', 'GPU0\t X \n'])(
    'has no answer in %j',
    (text) => expect(parseTopology(text)).toBeNull(),
  )
})
