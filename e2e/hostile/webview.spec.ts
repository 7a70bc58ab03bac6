// The <webview> that shows a notebook: what it is stands in the main process, whatever an element on the page says.
import { expect } from '@playwright/test'
import { showLab } from './lab'
import { test, type Desktop, type Ground } from './stage'
import { answeredBy, standInForThePerson, systemOf } from './witness'

type Attributes = Record<string, string>

/** Puts a webview with these attributes on the page, and tells what came of it. */
async function attach(
  desktop: Desktop,
  attributes: Attributes,
): Promise<{ attached: boolean; preferences: Attributes | null }> {
  const before = await desktop.electron.evaluate(({ webContents, BrowserWindow }) => {
    const noted = globalThis as typeof globalThis & { decided?: boolean | null }
    // After the app's own listener, so that what it decided is seen.
    if (noted.decided === undefined)
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-attach-webview', (event) => {
        noted.decided = !event.defaultPrevented
      })
    noted.decided = null
    return webContents.getAllWebContents().map(({ id }) => id)
  })
  await desktop.page.evaluate((given) => {
    const webview = document.createElement('webview')
    webview.id = 'hostile-webview'
    for (const [name, value] of Object.entries(given)) webview.setAttribute(name, value)
    document.body.append(webview)
  }, attributes)
  const decided = () =>
    desktop.electron.evaluate(({ webContents }, known) => {
      const { decided: said } = globalThis as typeof globalThis & { decided: boolean | null }
      const there = webContents
        .getAllWebContents()
        .some((one) => one.getType() === 'webview' && !known.includes(one.id))
      return said === false || (said === true && there)
    }, before)
  await expect.poll(decided).toBe(true)
  const made = await desktop.electron.evaluate(
    ({ webContents, session }, { known, partition }) => {
      const guest = webContents
        .getAllWebContents()
        .find((one) => one.getType() === 'webview' && !known.includes(one.id))
      if (guest === undefined) return null
      const read = guest as unknown as { getLastWebPreferences(): Record<string, string> }
      const own = guest.session === session.fromPartition(partition)
      return { ...read.getLastWebPreferences(), inItsSession: String(own), agent: guest.getUserAgent() }
    },
    { known: before, partition: attributes['partition'] || 'persist:none' },
  )
  await desktop.page.evaluate(() => document.querySelector('#hostile-webview')?.remove())
  return { attached: made !== null, preferences: made }
}

function good({ attacker }: Ground): { src: string; partition: string } {
  const { host, port } = attacker.server
  return { src: `http://${host}:${port}/lab`, partition: `persist:jupyter-${attacker.environmentId}` }
}

test('A webview is attached only at a server that was shown, in that server’s own partition', async ({
  ground,
  desktop,
}) => {
  await showLab(desktop, ground.attacker)
  const own = good(ground)
  const { host, port } = ground.victim.server
  expect((await attach(desktop, own)).attached).toBe(true)
  const refused: Attributes[] = [
    { src: own.src },
    { ...own, partition: 'persist:elsewhere' },
    { ...own, partition: '' },
    { ...own, src: `http://${host}:${port}/lab` },
    { ...own, src: 'https://evil.example/' },
    { ...own, src: 'file:///etc/passwd' },
    { ...own, src: 'app://berth/' },
    { ...own, src: 'about:blank' },
    { ...own, src: 'javascript:alert(1)' },
    { ...own, partition: `persist:jupyter-${ground.victim.environmentId}` },
  ]
  for (const attributes of refused)
    expect((await attach(desktop, attributes)).attached, JSON.stringify(attributes)).toBe(false)
  desktop.watch.errors()
})

test('A webview’s own wishes (Node, preload, no isolation, another session) are not granted', async ({
  ground,
  desktop,
}) => {
  await showLab(desktop, ground.attacker)
  const own = good(ground)
  const wishes: Attributes[] = [
    { nodeintegration: '', nodeintegrationinsubframes: '', plugins: '', disablewebsecurity: '' },
    { preload: 'file:///etc/hostname' },
    {
      blinkfeatures: 'Magic',
      enableblinkfeatures: 'Magic',
      useragent: 'hostile',
      httpreferrer: 'https://evil.example/',
    },
    {
      webpreferences:
        'nodeIntegration=yes,nodeIntegrationInWorker=yes,nodeIntegrationInSubFrames=yes,contextIsolation=no,sandbox=no,webSecurity=no,webviewTag=yes,allowRunningInsecureContent=yes,experimentalFeatures=yes,navigateOnDragDrop=yes,plugins=yes,preload=/etc/hostname,partition=persist:elsewhere',
    },
  ]
  for (const wish of wishes) {
    const { attached, preferences } = await attach(desktop, { ...own, ...wish })
    expect(attached).toBe(true)
    expect(preferences, JSON.stringify(wish)).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      inItsSession: 'true',
    })
    expect(preferences?.['preload']).toBeUndefined()
    expect(preferences?.['enableBlinkFeatures'] ?? '').toBe('')
    expect(preferences?.['nodeIntegrationInWorker'] ?? false).toBe(false)
    expect(preferences?.['agent']).not.toBe('hostile')
  }
  desktop.watch.errors()
})

test('A webview that is told another address stays at its server', async ({ ground, desktop }) => {
  await showLab(desktop, ground.attacker)
  const { host, port } = ground.victim.server
  for (const url of [
    'https://evil.example/',
    `http://${host}:${port}/lab`,
    'file:///etc/hostname',
    'app://berth/',
    'data:text/html,hostile',
  ]) {
    await desktop.page.evaluate(
      ({ src, partition, other }) => {
        const webview = document.createElement('webview')
        webview.id = 'hostile-webview'
        webview.setAttribute('src', src)
        webview.setAttribute('partition', partition)
        document.body.append(webview)
        return new Promise((resolve) => {
          const goElsewhere = () => {
            webview.removeEventListener('dom-ready', goElsewhere)
            for (const way of ['did-stop-loading', 'did-fail-load', 'did-navigate'])
              webview.addEventListener(way, resolve)
            webview.setAttribute('src', other)
          }
          webview.addEventListener('dom-ready', goElsewhere)
        })
      },
      { ...good(ground), other: url },
    )
    // What is shown, whatever the address field says: a page that failed to load has none of its text.
    const shown = await desktop.electron.evaluate(
      async ({ webContents }) =>
        await Promise.all(
          webContents
            .getAllWebContents()
            .filter((one) => one.getType() === 'webview')
            .map(
              (one) =>
                one.executeJavaScript(
                  'location.protocol + "//" + location.host + " " + document.body.innerText.slice(0, 40)',
                ) as Promise<string>,
            ),
        ),
    )
    for (const text of shown) expect(text, url).toMatch(/^(http:\/\/127\.0\.0\.1:\d+ |chrome-error:)/)
    for (const text of shown) expect(text.startsWith(`http://${host}:${port} `), url).toBe(false)
    await desktop.page.evaluate(() => document.querySelector('#hostile-webview')?.remove())
  }
  desktop.watch.errors()
})

const asked: Record<string, string> = {
  geolocation:
    'new Promise((r) => navigator.geolocation.getCurrentPosition(() => r("granted"), (e) => r(`refused ${e.code}`)))',
  camera: 'navigator.mediaDevices.getUserMedia({ video: true }).then(() => "granted")',
  microphone: 'navigator.mediaDevices.getUserMedia({ audio: true }).then(() => "granted")',
  screen: 'navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => "granted")',
  notifications: 'Notification.requestPermission()',
  midi: 'navigator.requestMIDIAccess({ sysex: true }).then(() => "granted")',
  hid: 'navigator.hid.requestDevice({ filters: [] }).then((d) => d.length === 0 ? "refused" : "granted")',
  serial: 'navigator.serial.requestPort().then(() => "granted")',
  usb: 'navigator.usb.requestDevice({ filters: [] }).then(() => "granted")',
  clipboard: 'navigator.clipboard.readText().then(() => "granted")',
  'pointer lock': 'document.body.requestPointerLock().then(() => "granted")',
}

test('A notebook is granted no device, no place, no camera and no look at the clipboard', async ({
  ground,
  desktop,
}) => {
  test.setTimeout(90_000)
  await showLab(desktop, ground.attacker)
  const answers: Record<string, string> = {}
  await Promise.all(
    Object.entries(asked).map(async ([name, script]) => {
      answers[name] = await desktop.electron.evaluate(async ({ webContents }, what) => {
        const guest = webContents.getAllWebContents().find((one) => one.getType() === 'webview')
        const late = new Promise((resolve) => setTimeout(() => resolve('refused: no answer'), 3000))
        const tried = `(async () => { try { return await ${what} } catch (e) { return 'refused ' + e.name } })()`
        return String(await Promise.race([late, guest?.executeJavaScript(tried, true)]))
      }, script)
    }),
  )
  expect(Object.entries(answers).filter(([, answer]) => !/^(refused|denied)/.test(answer))).toEqual([])
})

// Last: Playwright waits for ever on a page whose navigation was stopped.
test('A notebook that opens a thousand windows is one question, which shows where it leads', async ({
  ground,
  desktop,
}) => {
  const lab = await showLab(desktop, ground.attacker)
  await standInForThePerson(desktop, { response: 0, milliseconds: 3000 })
  const flood = async () => {
    await lab.root.evaluate(() => {
      for (let at = 0; at < 1000; at += 1)
        window.open(`https://bank.example@аpple.example/${at}\u202e${'x'.repeat(3000)}`)
    })
    return (await systemOf(desktop)).questions.length
  }
  // What the tests before asked may keep this notebook quiet for a moment.
  await expect.poll(flood, { intervals: [300] }).toBe(1)
  await expect.poll(() => answeredBy(desktop)).toBe(1)
  const { questions, opened } = await systemOf(desktop)
  expect(opened).toEqual([])
  expect(questions).toHaveLength(1)
  const { detail = '', buttons, defaultId } = questions[0] ?? {}
  expect(detail).toContain('It leads to: xn--pple-43d.example')
  expect(detail).not.toContain('\u202e')
  expect(detail.length).toBeLessThan(800)
  expect(buttons?.[defaultId ?? -1]).toBe('Cancel')
})

test('A link that the person agreed to opens, and no file, script or program does', async ({
  ground,
  desktop,
}) => {
  const lab = await showLab(desktop, ground.attacker)
  await standInForThePerson(desktop, { response: 1 })
  const url = lab.root.url()
  for (const address of [
    'file:///etc/passwd',
    'vscode://x',
    'smb://evil/x',
    'javascript:alert(1)',
    'app://berth/',
  ])
    await lab.root.evaluate((where) => {
      window.open(where)
      const link = document.createElement('a')
      link.href = where
      link.target = '_blank'
      link.click()
    }, address)
  // A refusal before this keeps the same notebook quiet for a while.
  await expect
    .poll(
      async () => {
        await lab.root.evaluate(() => (window.location.href = 'https://example.com/agreed'))
        return (await systemOf(desktop)).opened
      },
      { intervals: [300] },
    )
    .toEqual(['https://example.com/agreed'])
  expect((await systemOf(desktop)).questions).toHaveLength(1)
  expect(lab.root.url()).toBe(url)
})
