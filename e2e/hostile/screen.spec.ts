// What strangers wrote, on our screen: it is text there, whatever it says.
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { engineCall } from '../rig/engine-api'
import { sentencesWith } from './direction'
import { test } from './stage'
import { pageIsItself } from './witness'

const markup = '<img src=x data-hostile onerror="window.hostileRan=1">'
/** Without what docker's own command line takes for its own. */
const plainMarkup = '<img src=x data-hostile onerror=window.hostileRan=1>'
const script = `<script>window.hostileRan=1</script><base href="https://evil.example/">`
/** Turns what follows it round, where nothing holds it in its place. */
const turned = '\u202egnp.exe\u2066'

/** Labels that only Berth writes, on a container that somebody else made. */
const falseLabels = (name: string, folder: string) => ({
  'sh.berth.environment': 'hhhhhhhh',
  'sh.berth.name': name,
  'sh.berth.folder': folder,
  'sh.berth.entry': 'rig-plain',
  'sh.berth.user': markup,
  'sh.berth.gpus': `{"is":${'['.repeat(20_000)}`,
  'sh.berth.gpu-uuids': `${markup},GPU-${'0'.repeat(3000)}`,
  'sh.berth.launched-at': '9e999',
  'sh.berth.spec': `{"env":${'{"env":'.repeat(10_000)}`,
})

test('Labels, variables and log lines of a hostile container are shown as text', async ({
  ground,
  served,
}) => {
  test.setTimeout(90_000)
  const { page, watch } = served
  const { on } = ground
  const lines = [
    markup,
    script,
    `before ${turned} after`,
    '\\033]0;hostile title\\007\\033]8;;javascript:alert(1)\\033\\\\a link\\033]8;;\\033\\\\',
    'the last line',
  ]
  const print = lines.map((line) => `printf '%b\\n' '${line}'`).join('; ')
  const flood = `head -c 1000000 /dev/zero | tr '\\0' x; echo`
  const folder = `/tmp/report${turned}${markup}`
  const mounted = join(on.project, 'attacker', plainMarkup)
  await mkdir(mounted, { recursive: true })
  const labels = {
    ...falseLabels(script, folder),
    'com.docker.compose.project': markup,
    '<svg/onload>': script,
  }
  const id = await docker(on.rig, [
    ...['run', '--detach', '--name', 'hostile-text', '--env', `HOSTILE=${markup}`],
    ...['--env', `TURNED=${turned}`, '--mount', `type=bind,source=${mounted},destination=/data`],
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...[on.rig.images.plain, 'sh', '-c', `${flood}; ${print}; sleep 600`],
  ])
  try {
    watch.errors()
    watch.requests()
    await goTo(page, 'Launch')
    // Its name is the container's: what the label says is no name that Berth gives.
    await expect(page.getByRole('button', { name: 'Terminal in hostile-text' })).toBeVisible({
      timeout: 20_000,
    })
    await goTo(page, 'Containers')
    const row = page.getByRole('row', { name: /hostile-text/ })
    await expect(row).toContainText(folder)
    await page.getByRole('button', { name: 'More for hostile-text' }).click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    const drawer = page.getByRole('dialog', { name: 'hostile-text', exact: true })
    for (const shown of [folder, turned]) await expect(drawer.getByText(shown, { exact: true })).toBeVisible()
    await expect(drawer.getByText(markup, { exact: true })).toBeVisible()
    await expect(drawer.getByText(mounted)).toBeVisible()
    const beside = await sentencesWith(page, /\/tmp\/report\u202e.*>/)
    expect(beside.all.filter((line) => line.startsWith('Python without JupyterLab · '))).toHaveLength(1)
    expect(beside.turned).toEqual([])
    await pageIsItself(page, served.origin)
    await drawer.getByRole('tab', { name: 'Logs' }).click()
    await expect(drawer.getByText('the last line')).toBeVisible({ timeout: 20_000 })
    await expect(drawer.getByText(markup)).toBeVisible()
    await expect(drawer.getByText(script)).toBeVisible()
    await pageIsItself(page, served.origin)
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
    expect(watch.dialogs()).toEqual([])
    expect(watch.requests()).toEqual([])
    expect(watch.errors()).toEqual([])
    await page.keyboard.press('Escape')
  } finally {
    await docker(on.rig, ['rm', '--force', id])
  }
})

test('Labels of five megabytes reach the page as little as the names in them', async ({ ground, served }) => {
  const { page, watch } = served
  const { rig } = ground.on
  const much = markup.repeat(100_000)
  const Labels = {
    ...falseLabels('vision-lab', `/${much}`),
    'sh.berth.user': much.slice(0, 500_000),
    'sh.berth.jupyter': 'true',
  }
  const socket = rig.dockerHost.replace('unix://', '')
  const body = {
    Image: rig.images.plain,
    Cmd: ['sleep', '600'],
    Labels,
    Env: [`MUCH=${much.slice(0, 100_000)}`],
  }
  const path = '/containers/create?name=hostile-much'
  const made = await engineCall({ socket, method: 'POST', path, body, milliseconds: 60_000 })
  expect(made.status).toBe(201)
  try {
    await docker(rig, ['start', 'hostile-much'])
    let longest = 0
    page.on('websocket', (one) =>
      one.on('framereceived', ({ payload }) => (longest = Math.max(longest, payload.length))),
    )
    await page.reload()
    await goTo(page, 'Containers')
    await page.getByRole('button', { name: 'More for vision-lab' }).click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    const drawer = page.getByRole('dialog', { name: 'vision-lab', exact: true })
    await expect(drawer.getByText(markup).first()).toBeVisible()
    await page.keyboard.press('Escape')
    expect(longest).toBeGreaterThan(0)
    expect(longest).toBeLessThan(500_000)
    await pageIsItself(page, served.origin)
    expect(watch.dialogs()).toEqual([])
  } finally {
    await docker(rig, ['rm', '--force', 'hostile-much'])
  }
})

test('A container that only says that it is ours, with the wrong token or none, is opened as nothing', async ({
  ground,
  served,
}) => {
  test.setTimeout(90_000)
  const { page } = served
  const { rig } = ground.on
  // Answers everybody with everything but what a JupyterLab that knows its token says.
  const server = `
import http.server
class Hostile(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print(self.path, self.headers.get('authorization'), flush=True)
        self.send_response(403 if self.path.startswith('/api') else 200)
        self.send_header('content-type', 'text/html')
        self.end_headers()
        self.wfile.write(b'{"kernels":0} ${markup}')
http.server.ThreadingHTTPServer(('', 8888), Hostile).serve_forever()
`
  const labels = { ...falseLabels('vision-lab', '../../etc'), 'sh.berth.jupyter': 'true' }
  const withToken = 'mkdir -p /run/berth && echo not-the-token > /run/berth/token && '
  for (const { name, before, says } of [
    { name: 'hostile-bare', before: '', says: 'This image has no JupyterLab.' },
    { name: 'hostile-token', before: withToken, says: 'JupyterLab' },
  ]) {
    await docker(rig, [
      ...['run', '--detach', '--name', name, '--user', '0', '--publish', '127.0.0.1::8888'],
      ...Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]),
      ...['--env', `SERVER=${server}`, '--entrypoint', 'sh', rig.images.jupyter],
      ...['-c', `${before}exec python3 -c "$SERVER"`],
    ])
    try {
      await goTo(page, 'Containers')
      const row = page.getByRole('row', { name: /vision-lab/ }).filter({ hasText: '../../etc' })
      await row.getByRole('button', { name: 'Jupyter' }).click({ timeout: 20_000 })
      await expect(page.getByRole('main').getByRole('alert')).toContainText(says, { timeout: 40_000 })
      expect(
        page
          .frames()
          .map((frame) => frame.url())
          .filter((url) => url.includes('hhhhhhhh')),
      ).toEqual([])
      // No other environment's token went there.
      const told = await docker(rig, ['logs', name])
      expect(told).not.toContain(ground.attacker.server.token)
      expect(told).not.toContain(ground.victim.server.token)
      await pageIsItself(page, served.origin)
    } finally {
      await docker(rig, ['rm', '--force', name])
    }
  }
})

test('What a registry answers is shown as text, and leads nowhere', async ({ served }) => {
  test.setTimeout(90_000)
  const { page, watch } = served
  const asked: string[] = []
  const registry = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(403, {
      'content-type': 'application/json',
      'www-authenticate': `Basic realm="${markup.replaceAll('"', '')}"`,
      location: 'file:///etc/passwd',
      refresh: '0; url=https://evil.example/',
    })
    response.end(
      JSON.stringify({ errors: [{ code: 'DENIED', message: `${markup}${script}`, detail: turned }] }),
    )
  }).listen(0, '127.0.0.1')
  await once(registry, 'listening')
  const address = registry.address()
  const reference = `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/hostile/image:1`
  try {
    watch.errors()
    watch.requests()
    await goTo(page, 'Launch')
    await page.getByRole('searchbox').fill(reference)
    await page.getByRole('button', { name: `Launch ${reference}` }).click()
    const told = page.getByRole('alert').first()
    await expect(told).toContainText(`${markup}${script}`, { timeout: 30_000 })
    expect(asked.length).toBeGreaterThan(0)
    await pageIsItself(page, served.origin)
    expect(watch.dialogs()).toEqual([])
    expect(watch.requests()).toEqual([])
    expect(watch.errors()).toEqual([])
  } finally {
    registry.close()
  }
})
