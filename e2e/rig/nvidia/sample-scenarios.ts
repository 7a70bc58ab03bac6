import type { ScenarioName } from '../types'
import { readScenario, type Scenario } from './scenario'

/** The hosts behind the files in samples/, made from the rig's scenarios: for the stand-in's tests. */
export async function sampled(name: ScenarioName): Promise<Scenario> {
  return { ...(await readScenario(name)), calm: true }
}

export function card(scenario: Scenario, index: number): Scenario['gpus'][number] {
  const gpu = scenario.gpus[index]
  if (gpu === undefined) throw new Error(`The scenario has no card ${index}.`)
  return gpu
}

export function cooled(gpu: Scenario['gpus'][number], celsius: number): Scenario['gpus'][number] {
  return { ...gpu, values: { ...gpu.values, 'temperature.gpu': String(celsius) } }
}

export async function busyA100s(): Promise<Scenario> {
  const scenario = await sampled('a100x2')
  const [first, second] = [card(scenario, 0), card(scenario, 1)]
  first.memory.baseMiB = 24
  first.processes = [911204, 911205].map((pid) => ({ pid, type: 'C', memoryMiB: 35640, name: 'python' }))
  first.values = { 'utilization.gpu': '100', 'power.draw': '368', 'temperature.gpu': '61' }
  second.memory.baseMiB = 13
  second.processes = [{ pid: 920771, type: 'C', memoryMiB: 4108, name: '/opt/conda/bin/python3.11' }]
  second.values = { 'utilization.gpu': '0', 'power.draw': '63', 'temperature.gpu': '33' }
  return scenario
}

export async function desktop(): Promise<Scenario> {
  const laptop = await sampled('laptop')
  const gpu = card(laptop, 0)
  return {
    ...laptop,
    driver: '580.119.02',
    cuda: '13.0',
    gpus: [
      {
        ...gpu,
        uuid: 'GPU-5f7c2a10-93bd-4e0e-8a6d-2f1c9b7e4d55',
        name: 'NVIDIA GeForce RTX 4090',
        memory: { totalMiB: 24564, reservedMiB: 442, baseMiB: 33 },
        values: {
          'utilization.gpu': '97',
          'utilization.memory': '61',
          'temperature.gpu': '52',
          'power.draw': '287.31',
          'power.limit': '450.00',
          'fan.speed': '34',
          pstate: 'P2',
          display_active: 'Enabled',
          'ecc.mode.current': 'Disabled',
        },
        processes: [
          { pid: 2231, type: 'G', memoryMiB: 312, name: '/usr/lib/xorg/Xorg' },
          { pid: 2399, type: 'G', memoryMiB: 96, name: '/usr/bin/gnome-shell' },
          { pid: 48112, type: 'C', memoryMiB: 17802, name: '/opt/conda/bin/python' },
        ],
      },
    ],
  }
}
