import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from '../place'

export type SimulatedCard = { index: number; uuid: string }

/** The cards of the scenario in force, as the stand-in reads them. */
export async function simulatedCards(place: Place): Promise<SimulatedCard[]> {
  const text = await readFile(place.scenarioFile, 'utf8')
  return [...text.matchAll(/^gpu\t(\S+)\t/gm)].map(([, uuid = ''], index) => ({ index, uuid }))
}

/**
 * A CDI specification in the shape that nvidia-ctk writes. What the hook does for --gpus, mounts do here: the stand-in
 * nvidia-smi, the list of visible cards, and the scenario (see standin/hook.c).
 */
export async function writeSpecification(
  place: Place,
  file: string,
  cards: readonly SimulatedCard[],
): Promise<void> {
  const visible = join(place.data, 'cdi-visible')
  await mkdir(visible, { recursive: true })
  const devices: string[] = []
  const named = [
    ...cards.map((card) => ({ name: String(card.index), of: [card] })),
    { name: 'all', of: [...cards] },
  ]
  for (const { name, of } of named) {
    const list = join(visible, name)
    await writeFile(list, [place.live, ...of.map(({ uuid }) => uuid), ''].join('\n'))
    devices.push(
      `- name: "${name}"`,
      '  containerEdits:',
      '    deviceNodes:',
      ...of.map(({ index }) => `    - {path: /dev/nvidia${index}, type: c, major: 195, minor: ${index}}`),
      '    mounts:',
      ...mount(list, '/run/berth-rig-gpu/visible'),
    )
  }
  const lines = [
    '---',
    'cdiVersion: 0.5.0',
    'kind: nvidia.com/gpu',
    'devices:',
    ...devices,
    'containerEdits:',
    '  deviceNodes:',
    '  - {path: /dev/nvidiactl, type: c, major: 195, minor: 255}',
    '  mounts:',
    ...mount(join(place.data, 'standin/nvidia-smi'), '/usr/bin/nvidia-smi').map((line) => line.slice(2)),
    ...mount(place.live, '/run/berth-rig-gpu/live').map((line) => line.slice(2)),
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
}

function mount(hostPath: string, containerPath: string): string[] {
  return [
    `    - hostPath: ${hostPath}`,
    `      containerPath: ${containerPath}`,
    '      options: [ro, nosuid, nodev, bind]',
  ]
}
