import { fields } from './fields'
import type { Scenario } from './scenario'
import { topologyLines } from './topology'

type Gpu = Scenario['gpus'][number]

/** The scenario as the stand-in reads it: one fact a line, tab-separated (standin/scenario.c). */
export function renderScenario(name: string, scenario: Scenario): string {
  const lines = [
    ['simulated', name],
    ['driver', scenario.driver, scenario.cuda],
    ...(scenario.calm ? [['calm']] : []),
    ...(scenario.delayMilliseconds > 0 ? [['delay', scenario.delayMilliseconds]] : []),
    ...(scenario.failure
      ? [['fail', scenario.failure.exitCode, scenario.failure.text.replaceAll('\n', '\\n')]]
      : []),
    ...(scenario.hookFailure === undefined ? [] : [['hook', scenario.hookFailure]]),
    ...fields.map(({ name, unit, aliases }) => ['field', name, unit, aliases.join(' ')]),
    ...topologyLines(scenario).map((line) => ['topo', line]),
    ...scenario.gpus.flatMap((gpu) => gpuLines(gpu, scenario)),
  ]
  return lines.map((cells) => cells.join('\t') + '\n').join('')
}

function gpuLines(gpu: Gpu, { values }: Scenario): (string | number)[][] {
  const { memory, percent, watts, celsius } = gpu
  return [
    ['gpu', gpu.uuid, gpu.name, gpu.busId],
    ['memory', memory.totalMiB, memory.reservedMiB, memory.baseMiB],
    ['load', percent.idle, percent.busy, watts.idle, watts.busy, celsius.idle, celsius.busy],
    ...(gpu.lost === undefined ? [] : [['lost', gpu.lost]]),
    ...Object.entries({ ...values, ...gpu.values }).map(([field, text]) => ['v', field, text]),
    ...gpu.migs.map((mig) => [
      'mig',
      mig.profile,
      mig.uuid,
      mig.gpuInstance,
      mig.computeInstance,
      mig.totalMiB,
      mig.baseMiB,
      mig.multiprocessors,
      mig.engines,
      mig.bar1,
    ]),
    ...gpu.processes.map((it) => ['process', it.mig ?? gpu.uuid, it.pid, it.type, it.memoryMiB, it.name]),
  ]
}
