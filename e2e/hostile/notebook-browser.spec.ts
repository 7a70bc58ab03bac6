// A hostile notebook in Chromium.
import { expect } from '@playwright/test'
import { labIsReady } from '../app/notebook'
import { runTheAttack, showLab, showTheUntrusted } from './lab'
import { test } from './stage'
import { pageIsItself } from './witness'

test('A notebook that nobody trusted runs nothing and sends nobody anywhere (browser)', async ({
  ground,
  served,
}) => {
  await showTheUntrusted(served, ground)
})

test('A trusted notebook’s script has its own page and reaches neither the app nor another environment (browser)', async ({
  ground,
  served,
}) => {
  const { port } = new URL(served.origin)
  const victim = `http://${ground.victim.environmentId}.berth.localhost:${port}`
  const outcome = await runTheAttack(served, ground, victim)
  expect(outcome).toEqual({
    'a bridge': 'none',
    'the parent’s page': 'refused: SecurityError',
    'the top’s address': 'refused: SecurityError',
    'a port through the parent': 'no answer',
    'the app by fetch': 'refused: TypeError',
    'the app by fetch without CORS': 'refused: TypeError',
    'the app by POST': 'refused: TypeError',
    'the app by WebSocket': 'refused',
    'the app in a frame': 'closed',
    'the other environment by fetch': 'refused: TypeError',
    'the other environment without CORS': 'refused: TypeError',
    'the other environment by its interface': 'refused: TypeError',
    'the other environment by WebSocket': 'refused',
    'the other environment in a frame': 'closed',
    'a worker that answers for all': 'refused: SecurityError',
    'Node in a worker': 'none',
    'the clipboard': 'refused: NotAllowedError',
    'a loosened domain': 'refused: SecurityError',
    'a cookie for the whole site': 'set',
    'a name that deceives': 'set',
  })
})

test('A window in which a notebook opens the app is out of its hands, and knows of no opener', async ({
  ground,
  served,
}) => {
  const { origin, page } = served
  const { root } = await showLab(served, ground.attacker)
  const pages = page.context()
  const alone = await pages.newPage()
  await alone.goto(root.url())
  await labIsReady({ root: alone, keyboard: alone.keyboard })
  const held = {
    closed: 'true',
    page: 'refused: SecurityError',
    address: 'refused: SecurityError',
    'a port': 'no answer',
  }
  const openers = [
    // A frame in our page gets no window in its hand at all.
    { from: root, way: 'script', holds: { closed: 'it holds none' } },
    { from: root, way: 'link', holds: { closed: 'it holds none' } },
    { from: alone, way: 'script', holds: held },
    { from: alone, way: 'link', holds: held },
  ] as const
  for (const { from, way, holds } of openers) {
    const opening = pages.waitForEvent('page')
    await from.evaluate(open, { url: `${origin}/`, way })
    const opened = await opening
    try {
      // The worst case: it is signed in, since to the browser both are of one site.
      await expect(opened.getByRole('navigation', { name: 'Rooms' }), way).toBeVisible()
      expect(await opened.evaluate(() => [window.opener === null, window.name]), way).toEqual([true, ''])
      expect(await from.evaluate(scriptTheOpened, origin), way).toEqual(holds)
      await pageIsItself(opened, origin)
      expect(opened.url()).toBe(`${origin}/`)
    } finally {
      await opened.close()
    }
  }
  await alone.close()
})

type Opener = Window & { theirs: Window | null }

/** Runs in the notebook. */
function open({ url, way }: { url: string; way: 'script' | 'link' }): void {
  const mine = window as unknown as Opener
  if (way === 'script') mine.theirs = window.open(url, 'theirs')
  else {
    const link = document.createElement('a')
    Object.assign(link, { href: url, target: '_blank', rel: 'opener' })
    document.body.append(link)
    link.click()
    link.remove()
  }
}

/** Runs in the notebook: what it can do with the window that it opened. */
async function scriptTheOpened(app: string): Promise<Record<string, string>> {
  const { theirs } = window as unknown as Opener
  if (theirs === null) return { closed: 'it holds none' }
  const tried = (what: () => unknown) => {
    try {
      return String(what())
    } catch (error) {
      return error instanceof Error ? `refused: ${error.name}` : 'refused'
    }
  }
  const answer = new Promise<string>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve('ANSWERED')
    setTimeout(() => resolve('no answer'), 1500)
    theirs.postMessage({ berth: 'port', kind: 'rpc' }, '*', [port2])
    port1.postMessage(JSON.stringify({ i: '1', p: { u: '/host/facts', b: {} } }))
  })
  const held = {
    closed: tried(() => theirs.closed),
    page: tried(() => theirs.document.title),
    address: tried(() => theirs.location.href),
    'a port': await answer,
  }
  tried(() => theirs.location.replace(`${app}/elsewhere`))
  return held
}

test('A cookie that a notebook planted for the whole site keeps nobody out of the app', async ({
  served,
}) => {
  const planted = (await served.page.context().cookies(served.origin)).filter(
    ({ value }) => value === 'tossed',
  )
  expect(planted.length).toBeGreaterThan(0)
  await served.page.reload()
  await expect(served.page.getByRole('navigation', { name: 'Rooms' })).toBeVisible()
  await pageIsItself(served.page, served.origin)
})
