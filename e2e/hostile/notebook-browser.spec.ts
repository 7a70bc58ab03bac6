// A hostile notebook in Chromium.
import { expect } from '@playwright/test'
import { openNotebook, runTheAttack, showLab, whatRan } from './lab'
import { secretOfTheVictim } from './notebooks'
import { profileOf, test } from './stage'
import { pageIsItself, untouched } from './witness'

test('A notebook that nobody trusted runs nothing and sends nobody anywhere (browser)', async ({
  ground,
  served: browser,
}) => {
  const lab = await showLab(browser, ground.attacker)
  await untouched(ground, profileOf(ground.on, 'browser'), async () => {
    await openNotebook(lab, 'untrusted.ipynb')
    await expect(lab.root.getByText('HTML output')).toBeVisible()
    const url = lab.root.url()
    for (const id of ['#js-link', '#command']) {
      const element = lab.root.locator(id)
      if ((await element.count()) > 0) await element.first().click()
    }
    expect(await whatRan(lab)).toEqual([])
    expect(lab.root.url()).toBe(url)
    await expect(lab.root.locator('.jp-Terminal')).toHaveCount(0)
  })
  await pageIsItself(browser.page, browser.origin)
})

test('A trusted notebook’s script has its own page and reaches neither the app nor another environment (browser)', async ({
  ground,
  served: browser,
}) => {
  const lab = await showLab(browser, ground.attacker)
  browser.watch.errors()
  const { port } = new URL(browser.origin)
  await untouched(ground, profileOf(ground.on, 'browser'), async () => {
    const outcome = await runTheAttack(lab, {
      app: browser.origin,
      victim: `http://${ground.victim.environmentId}.berth.localhost:${port}`,
      secret: secretOfTheVictim,
    })
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
  await pageIsItself(browser.page, browser.origin)
  expect(browser.watch.dialogs()).toEqual([])
})

test('A cookie that a notebook planted for the whole site keeps nobody out of the app', async ({
  served: browser,
}) => {
  const planted = (await browser.page.context().cookies(browser.origin)).filter(
    ({ value }) => value === 'tossed',
  )
  expect(planted.length).toBeGreaterThan(0)
  await browser.page.reload()
  await expect(browser.page.getByRole('navigation', { name: 'Rooms' })).toBeVisible()
  await pageIsItself(browser.page, browser.origin)
})
