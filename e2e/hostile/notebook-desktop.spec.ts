// A hostile notebook in the desktop app.
import { expect } from '@playwright/test'
import { openNotebook, runTheAttack, showLab, whatRan } from './lab'
import { secretOfTheVictim } from './notebooks'
import { profileOf, test } from './stage'
import { pageIsItself, standInForThePerson, systemOf, untouched } from './witness'

test('A notebook that nobody trusted runs nothing and sends nobody anywhere (desktop)', async ({
  ground,
  desktop,
}) => {
  await standInForThePerson(desktop, { response: 0 })
  const lab = await showLab(desktop, ground.attacker)
  await untouched(ground, profileOf(ground.on, 'desktop'), async () => {
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
  expect(await systemOf(desktop)).toEqual({ questions: [], opened: [] })
  await pageIsItself(desktop.page, desktop.origin)
})

test('A trusted notebook’s script has its own page and reaches neither the app nor another environment (desktop)', async ({
  ground,
  desktop,
}) => {
  const lab = await showLab(desktop, ground.attacker)
  const { host, port } = ground.victim.server
  desktop.watch.errors()
  await untouched(ground, profileOf(ground.on, 'desktop'), async () => {
    const outcome = await runTheAttack(lab, {
      app: desktop.origin,
      victim: `http://${host}:${port}`,
      secret: secretOfTheVictim,
    })
    expect(outcome).toEqual({
      'a bridge': 'none',
      'the parent’s page': 'alone',
      'the top’s address': 'alone',
      'a port through the parent': 'no answer',
      'the app by fetch': 'refused: TypeError',
      'the app by fetch without CORS': 'refused: TypeError',
      'the app by POST': 'refused: TypeError',
      'the app by WebSocket': 'refused',
      'the app in a frame': 'about:blank 0',
      'the other environment by fetch': 'refused: TypeError',
      'the other environment without CORS': 'opaque 0 nothing',
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
  await pageIsItself(desktop.page, desktop.origin)
  expect(
    await desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.getTitle()),
    ),
  ).toEqual(['Berth'])
  expect(desktop.watch.errors()).toEqual([])
  expect(desktop.watch.dialogs()).toEqual([])
})
