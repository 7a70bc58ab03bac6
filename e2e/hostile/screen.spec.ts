// What strangers wrote, on our screen: it is text there, whatever it says.
import { createServer } from 'node:http'
import { once } from 'node:events'
import { expect } from '@playwright/test'
import { docker } from '../app/docker'
import { goTo } from '../app/journey'
import { test } from './stage'
import { pageIsItself } from './witness'

const markup = '<img src=x data-hostile onerror="window.hostileRan=1">'
const script = `<script>window.hostileRan=1</script><base href="https://evil.example/">`
/** Turns what follows it round, where nothing holds it in its place. */
const turned = '\u202egnp.exe\u2066'

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
  const id = await docker(on.rig, [
    ...['run', '--detach', '--name', 'hostile-text', '--env', `HOSTILE=${markup}`],
    ...['--label', `sh.berth.folder=/tmp/${markup}`, '--label', `sh.berth.name=${script}`],
    ...['--label', `com.docker.compose.project=${markup}`, '--label', `<svg/onload>=${script}`],
    ...[on.rig.images.plain, 'sh', '-c', `${flood}; ${print}; sleep 600`],
  ])
  try {
    watch.errors()
    watch.requests()
    await goTo(page, 'Containers')
    await page.getByRole('button', { name: 'More for hostile-text' }).click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    const drawer = page.getByRole('dialog', { name: 'hostile-text', exact: true })
    await expect(drawer).toBeVisible()
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

test('What a registry answers is shown as text, and leads nowhere', async ({ served }) => {
  test.setTimeout(90_000)
  const { page, watch } = served
  const asked: string[] = []
  const registry = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(403, {
      'content-type': 'application/json',
      'www-authenticate': `Basic realm="${markup.replaceAll('"', '')}"`,
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
    await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 30_000 })
    expect(asked.length).toBeGreaterThan(0)
    await pageIsItself(page, served.origin)
    expect(watch.dialogs()).toEqual([])
    expect(watch.requests()).toEqual([])
    expect(watch.errors()).toEqual([])
  } finally {
    registry.close()
  }
})
