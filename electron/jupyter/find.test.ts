import { expect, it } from 'vitest'
import { labels } from '../../shared/model/labels'
import { places } from '../../shared/model/launch'
import type { ContainerSummary, Engine } from '../engine'
import { standIn } from '../stand-in'
import { createJupyter } from '.'

const claimant = (id: string, hostPort: number): ContainerSummary =>
  standIn<ContainerSummary>({
    ...{ id, name: id, state: 'running' },
    labels: { [labels.environment]: 'abcdefgh', [labels.jupyter]: 'true' },
    ports: [{ hostIp: '127.0.0.1', hostPort, containerPort: places.jupyterPort, protocol: 'tcp' }],
  })

it('finds the server though a newer container, run from an image of the environment, has its labels', async () => {
  const engine = standIn<Engine>({
    onEvent: () => () => undefined,
    lost: () => new AbortController().signal,
    containers: standIn<Engine['containers']>({
      list: () => Promise.resolve([claimant('copy', 1), claimant('real', 2)]),
      readFile: (id) => Promise.resolve(id === 'real' ? Buffer.from('secret') : null),
    }),
  })
  const jupyter = createJupyter({ engine, log: () => undefined })
  expect(await jupyter.find('abcdefgh')).toMatchObject({ containerId: 'real', port: 2, token: 'secret' })
  await jupyter.dispose()
})
