import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { migInstances, parseDetails, parseList } from '.'
import { parseXml } from './xml'

const own = (name: string): string =>
  readFileSync(new URL(`../../../electron/processes/samples/${name}`, import.meta.url), 'utf8')
const sample = (name: string): string =>
  readFileSync(new URL(`../../../electron/gpu/samples/${name}`, import.meta.url), 'utf8')

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

describe('the details of cards', () => {
  it('reads instances and the processes in them (DTD v12)', () => {
    const [card] = parseDetails(own('a100-mig-v12.xml'))
    expect(card).toMatchObject({ uuid: 'GPU-2f0c11aa-5d3e-4b1c-9e57-7d0b6f8c1a20', migEnabled: true })
    expect(
      card?.mig.map((each) => [each.device, each.gpuInstance, each.memoryTotalMiB, each.memoryUsedMiB]),
    ).toEqual([
      [0, 2, 19968, 5290],
      [1, 3, 9856, 13],
      [2, 9, 4864, 6],
    ])
    expect(card?.processes).toEqual([
      { pid: 31877, type: 'C', command: 'python', gpuInstance: 2, computeInstance: 0, usedMiB: 5271 },
    ])
  })

  it('matches instances with the UUIDs of the list', () => {
    const instances = migInstances(parseList(sample('a100-mig-L.txt')), parseDetails(own('a100-mig-v12.xml')))
    expect(instances[1]).toEqual({
      cardUuid: 'GPU-2f0c11aa-5d3e-4b1c-9e57-7d0b6f8c1a20',
      uuid: 'MIG-6d3b0f1e-2c44-5b7a-8f10-0a1b2c3d4e02',
      profile: '2g.10gb',
      device: 1,
      gpuInstance: 3,
      computeInstance: 0,
      memoryTotalMiB: 9856,
      memoryUsedMiB: 13,
    })
    expect(instances).toHaveLength(3)
  })

  it('names instances without figures, and figures without names, where one of the two texts is missing', () => {
    const listed = migInstances(parseList(sample('a100-mig-L.txt')), [])
    expect(listed[0]).toMatchObject({ profile: '3g.20gb', gpuInstance: null, memoryTotalMiB: null })
    const detailed = migInstances([], parseDetails(own('a100-mig-v12.xml')))
    expect(detailed[0]).toMatchObject({ profile: '', uuid: null, gpuInstance: 2, memoryTotalMiB: 19968 })
  })

  it('gives two compute instances of one GPU instance their own line', () => {
    const gi = (index: number, compute: number): string =>
      `<mig_device><index>${index}</index><gpu_instance_id>2</gpu_instance_id><compute_instance_id>${compute}</compute_instance_id></mig_device>`
    const [card] = parseDetails(
      `<nvidia_smi_log><gpu><uuid>GPU-aaaa</uuid><mig_devices>${gi(0, 0)}${gi(1, 1)}</mig_devices></gpu></nvidia_smi_log>`,
    )
    expect(card?.mig.map((each) => [each.gpuInstance, each.computeInstance])).toEqual([
      [2, 0],
      [2, 1],
    ])
  })

  it('reads a desktop without MIG (DTD v13), with its graphics programs, one of which computes', () => {
    const [card] = parseDetails(own('rtx3090-v13.xml'))
    expect(card).toMatchObject({ busId: '00000000:09:00.0', migEnabled: null, mig: [] })
    expect(card?.processes.map(({ pid, type, usedMiB }) => [pid, type, usedMiB])).toEqual([
      [2010, 'G', 402],
      [2399, 'C+G', 96],
      [48112, 'C', 17802],
    ])
  })

  it('reads what older drivers (DTD v11) and Windows leave out as nothing, not as zero', () => {
    const [card] = parseDetails(own('windows-v11.xml'))
    expect(card?.processes).toEqual([
      {
        pid: 1188,
        type: 'C+G',
        command: 'C:\\Windows\\System32\\dwm.exe',
        gpuInstance: null,
        computeInstance: null,
        usedMiB: null,
      },
      {
        pid: 9120,
        type: 'C',
        command: 'C:\\R&D\\python.exe',
        gpuInstance: null,
        computeInstance: null,
        usedMiB: null,
      },
    ])
  })

  it('reads a text that was cut off as far as it goes', () => {
    const whole = own('a100-mig-v12.xml')
    const [card] = parseDetails(whole.slice(0, whole.indexOf('</process_info>')))
    expect(card?.processes).toHaveLength(1)
    const all = new Set(numbersIn(parseDetails(whole)))
    for (let end = 0; end < whole.length; end += 1) {
      // Half a figure is no figure.
      for (const number of numbersIn(parseDetails(whole.slice(0, end)))) expect(all).toContain(number)
    }
  })

  it('has no cards in a table, an error, an HTML page, or nothing', () => {
    for (const text of [sample('a100-mig.txt'), sample('fail-no-driver.txt'), '<html><gpu/></html>', '']) {
      expect(parseDetails(text)).toEqual([])
    }
  })
})

describe('the XML reader', () => {
  it('keeps text, entities and character data, and skips what it must not resolve', () => {
    const root = parseXml(
      '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://x/y.dtd"><!-- <b/> --><a id="1&amp;2">x &lt;&#65;&#x42; &unknown;<![CDATA[<c>]]><b/></a>',
    )
    expect(root).toMatchObject({
      name: 'a',
      id: '1&2',
      text: 'x <AB &unknown;<c>',
      children: [{ name: 'b' }],
    })
  })

  it('survives ends without beginnings and beginnings without ends', () => {
    expect(parseXml('</a><b><c></b></c><d>')?.children.map(({ name }) => name)).toEqual(['c'])
    expect(parseXml('<a>'.repeat(5000))?.name).toBe('a')
    expect(parseXml('< < << >')).toBeNull()
  })
})
