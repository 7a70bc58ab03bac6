import type { Scenario } from './scenario'

/** What `nvidia-smi topo -m` prints, tab for tab as the sample has it; cards of which nothing is said are far apart. */
export function topologyLines({ gpus, topology }: Scenario): string[] {
  const nics = topology?.nics ?? []
  const names = [...gpus.map((_, index) => `GPU${index}`), ...nics.map((_, index) => `NIC${index}`)]
  const columns = [...names, 'CPU Affinity', 'NUMA Affinity', 'GPU NUMA ID']
  const rows = names.map((name, row) => {
    const links = names.map((_, column) => (row === column ? ' X ' : linkBetween(topology, row, column)))
    const affinity =
      row < gpus.length
        ? [topology?.cpus[row] ?? 'N/A', topology?.numa[row] ?? 'N/A', '', 'N/A']
        : ['', '', '', '']
    return [name, ...links, ...affinity].join('\t')
  })
  return [`\t\u001b[4m${columns.join('\t')}\u001b[0m`, ...rows, '', ...legend, '', ...nicLegend(nics)]
}

function linkBetween(topology: Scenario['topology'], row: number, column: number): string {
  const [low, high] = [Math.min(row, column), Math.max(row, column)]
  return topology?.links[low]?.[high - low - 1] ?? 'SYS'
}

const legend = [
  'Legend:',
  '',
  '  X    = Self',
  '  SYS  = Connection traversing PCIe as well as the SMP interconnect between NUMA nodes (e.g., QPI/UPI)',
  '  NODE = Connection traversing PCIe as well as the interconnect between PCIe Host Bridges within a NUMA node',
  '  PHB  = Connection traversing PCIe as well as a PCIe Host Bridge (typically the CPU)',
  '  PXB  = Connection traversing multiple PCIe bridges (without traversing the PCIe Host Bridge)',
  '  PIX  = Connection traversing at most a single PCIe bridge',
  '  NV#  = Connection traversing a bonded set of # NVLinks',
]

function nicLegend(nics: readonly string[]): string[] {
  return nics.length === 0
    ? []
    : ['NIC Legend:', '', ...nics.map((name, index) => `  NIC${index}: ${name}`), '']
}
