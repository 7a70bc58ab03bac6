// A hostile notebook in the desktop app.
import { expect } from '@playwright/test'
import { runTheAttack, showTheUntrusted } from './lab'
import { test } from './stage'
import { standInForThePerson, systemOf } from './witness'

test('A notebook that nobody trusted runs nothing and sends nobody anywhere (desktop)', async ({
  ground,
  desktop,
}) => {
  await standInForThePerson(desktop, { response: 0 })
  await showTheUntrusted(desktop, ground)
  expect(await systemOf(desktop)).toEqual({ questions: [], opened: [] })
})

test('A trusted notebook’s script has its own page and reaches neither the app nor another environment (desktop)', async ({
  ground,
  desktop,
}) => {
  const { host, port } = ground.victim.server
  const outcome = await runTheAttack(desktop, ground, `http://${host}:${port}`)
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
  expect(
    await desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.getTitle()),
    ),
  ).toEqual(['Berth'])
  expect(desktop.watch.errors()).toEqual([])
})
