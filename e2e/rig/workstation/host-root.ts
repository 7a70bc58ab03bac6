import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scenario } from '../nvidia/scenario'
import type { Place } from '../place'

/**
 * What a workstation with this scenario's driver has in /proc, /sys and /run beyond this machine: read by whoever looks
 * there with BERTH_SIMULATED_HOST set. What was put into /etc/cdi stays.
 */
export async function writeHostRoot(place: Place, scenario: Scenario): Promise<void> {
  const at = (path: string) => join(place.hostRoot, path)
  const bus = at('/sys/bus/pci/devices')
  for (const folder of [bus, at('/proc/driver/nvidia')]) await rm(folder, { recursive: true, force: true })
  for (const folder of [bus, at('/run/systemd/system'), at('/dev/char')])
    await mkdir(folder, { recursive: true })
  const { kernelModule } = scenario
  if (kernelModule !== null) {
    await mkdir(at('/proc/driver/nvidia'), { recursive: true })
    await writeFile(at('/proc/driver/nvidia/version'), versionText(kernelModule ?? scenario.driver))
  }
  const addresses = scenario.gpus.map(({ busId }) => busId.slice(4).toLowerCase())
  for (const address of [...addresses, ...scenario.onTheBus]) {
    await mkdir(join(bus, address), { recursive: true })
    const files = { vendor: '0x10de', class: '0x030200', device: '0x20b0' }
    for (const [name, text] of Object.entries(files)) await writeFile(join(bus, address, name), `${text}\n`)
  }
}

/** The shape of the file since the open kernel modules. */
function versionText(version: string): string {
  return `NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  ${version}  Release Build  (simulated by Berth's rig)
GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)
`
}
