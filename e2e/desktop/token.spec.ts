// The notebook's token goes to the notebook's own server, while it runs, and nowhere else.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { docker } from '../app/docker'
import { openDesktop } from '../app/desktop'
import { theContainer } from '../app/journey'
import { labIsReady } from '../app/notebook'
import { workstation } from '../app/workstation'

test('a program that takes the port of a stopped environment is not given its token', async () => {
  const on = await workstation()
  const app = await openDesktop(on)
  const heard: IncomingHttpHeaders[] = []
  const stranger = createServer((request, response) => {
    heard.push(request.headers)
    response.setHeader('access-control-allow-origin', '*').end('{}')
  })
  try {
    await app.page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    const lab = await app.lab()
    await labIsReady(lab)
    const port = Number(new URL(lab.root.url()).port)
    const id = await theContainer(on)
    await docker(on.rig, ['stop', '--time', '1', id])
    await expect(app.page.getByText('vision-lab is stopped')).toBeVisible({ timeout: 20_000 })
    stranger.listen(port, '127.0.0.1')
    await once(stranger, 'listening')
    // The page of before, in the session of before, as its own scripts would ask.
    await app.electron.evaluate(
      async ({ session }, { partition, url }) => {
        await session.fromPartition(partition).fetch(url)
      },
      { partition: await partitionOf(on.rig, id), url: `http://127.0.0.1:${port}/api/kernels` },
    )
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(heard.filter((headers) => headers.authorization !== undefined)).toEqual([])
  } finally {
    stranger.close()
    await app.close()
    await on.clear()
  }
})

async function partitionOf(rig: Parameters<typeof docker>[0], id: string): Promise<string> {
  const environment = await docker(rig, [
    'inspect',
    '--format',
    '{{index .Config.Labels "sh.berth.environment"}}',
    id,
  ])
  return `persist:jupyter-${environment}`
}
