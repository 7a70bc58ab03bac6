// Electron's own security checklist, each item read from the running app.
import { expect } from '@playwright/test'
import { test, type Desktop } from './stage'
import { standInForThePerson, systemOf, watchLeaving } from './witness'

test('The page runs isolated, in a sandbox, without Node, and with the web’s own security on', async ({
  desktop,
}) => {
  const preferences = await desktop.electron.evaluate(({ webContents }) => {
    const page = webContents.getAllWebContents().find((contents) => contents.getURL().startsWith('app://'))
    const read = page as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return read.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  })
  // Left out of the report where it is off.
  expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false)
  expect(Object.keys(preferences)).not.toContain('enableRemoteModule')
})

test('The page has nothing of Node, and of the preload one word that says where it runs', async ({
  desktop,
}) => {
  const found = await desktop.page.evaluate(() => {
    const names = [
      'require',
      'process',
      'Buffer',
      'module',
      'global',
      '__dirname',
      'electron',
      'ipcRenderer',
      'setImmediate',
    ]
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inner = frame.contentWindow as unknown as Record<string, unknown>
    const report = {
      page: names.filter((name) => name in window),
      frame: [...names, 'berthDesktop'].filter((name) => name in inner),
      bridge: (window as unknown as { berthDesktop: unknown }).berthDesktop,
      own: Object.getOwnPropertyNames(window).filter((name) => /berth|electron|ipc/i.test(name)),
    }
    frame.remove()
    return report
  })
  expect(found).toEqual({ page: [], frame: [], bridge: true, own: ['berthDesktop'] })
})

test('The page comes from app://berth, with a policy that allows nothing unsafe', async ({ desktop }) => {
  expect(desktop.page.url()).toBe('app://berth/')
  const answer = await desktop.page.evaluate(async () => {
    const response = await fetch('app://berth/')
    return Object.fromEntries(response.headers)
  })
  const policy = answer['content-security-policy'] ?? ''
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(answer['x-content-type-options']).toBe('nosniff')
})

test('Inline scripts, eval, and styles without the nonce do nothing in the page', async ({ desktop }) => {
  const ran = await desktop.page.evaluate(async () => {
    const marks = window as unknown as { mark?: string }
    const refused: string[] = []
    const all = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (refused.push(effectiveDirective) === 4) resolve()
      })
      // Where one of them is let through there is no fourth refusal to wait for.
      setTimeout(resolve, 5000)
    })
    const inline = document.createElement('script')
    inline.textContent = 'window.mark = "inline"'
    document.body.append(inline)
    const handler = document.createElement('div')
    handler.setAttribute('onclick', 'window.mark = "handler"')
    handler.click()
    const data = document.createElement('script')
    data.src = 'data:text/javascript,window.mark="data"'
    document.body.append(data)
    const style = document.createElement('style')
    style.textContent = 'body { --hostile: 1 }'
    document.head.append(style)
    await all
    const styled = getComputedStyle(document.body).getPropertyValue('--hostile')
    for (const element of [inline, data, style]) element.remove()
    return { mark: marks.mark ?? 'nothing', styled, refused: refused.sort() }
  })
  expect(ran).toEqual({
    mark: 'nothing',
    styled: '',
    refused: ['script-src-attr', 'script-src-elem', 'script-src-elem', 'style-src-elem'],
  })
  // From a script of the page's own, not from the test's door: that one is let through by Chromium.
  const evaluated = await desktop.page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective), {
          once: true,
        })
        setTimeout(() => resolve('allowed'), 1000)
        // A timer's text is evaluated under the page's policy, whoever set it.
        setTimeout('window.mark = "eval"' as unknown as () => void, 0)
      }),
  )
  expect(evaluated).toMatch(/^script-src/)
  expect(await desktop.page.evaluate(() => (window as unknown as { mark?: string }).mark ?? 'nothing')).toBe(
    'nothing',
  )
  desktop.watch.errors()
})

test('The page’s own styles work under that policy: terminals draw, and nothing is refused', async ({
  desktop,
}) => {
  const refused = await desktop.page.evaluate(
    () => (document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '').length,
  )
  expect(refused).toBe(22)
  await desktop.page.reload()
  await expect(desktop.page.getByRole('navigation', { name: 'Rooms' })).toBeVisible()
  expect(desktop.watch.errors()).toEqual([])
})

const asked = {
  geolocation:
    'new Promise((r) => navigator.geolocation.getCurrentPosition(() => r("granted"), (e) => r(`refused ${e.code}`)))',
  camera:
    'navigator.mediaDevices.getUserMedia({ video: true }).then(() => "granted", (e) => `refused ${e.name}`)',
  microphone:
    'navigator.mediaDevices.getUserMedia({ audio: true }).then(() => "granted", (e) => `refused ${e.name}`)',
  screen:
    'navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => "granted", (e) => `refused ${e.name}`)',
  notifications: 'Notification.requestPermission()',
  midi: 'navigator.requestMIDIAccess({ sysex: true }).then(() => "granted", (e) => `refused ${e.name}`)',
  hid: 'navigator.hid.requestDevice({ filters: [] }).then((d) => d.length === 0 ? "refused" : "granted", (e) => `refused ${e.name}`)',
  serial: 'navigator.serial.requestPort().then(() => "granted", (e) => `refused ${e.name}`)',
  usb: 'navigator.usb.requestDevice({ filters: [] }).then(() => "granted", (e) => `refused ${e.name}`)',
  'pointer lock': 'document.body.requestPointerLock().then(() => "granted", (e) => `refused ${e.name}`)',
  fullscreen:
    'document.body.requestFullscreen().then(() => document.fullscreenElement === null ? "refused" : "granted", (e) => `refused ${e.name}`)',
  'idle detection': 'IdleDetector.requestPermission().catch((e) => `refused ${e.name}`)',
  fonts: 'queryLocalFonts().then((f) => f.length === 0 ? "refused" : "granted", (e) => `refused ${e.name}`)',
  storage: 'navigator.storage.persist().then((given) => given ? "granted" : "refused")',
}

/** With a person's click, as far as the page is told: what asks for one is not refused for want of it. */
async function ask(desktop: Desktop, where: 'app:' | 'http:', what: string): Promise<string> {
  return await desktop.electron.evaluate(
    async ({ webContents }, { protocol, script }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith(protocol))
      const timer = new Promise((resolve) => setTimeout(() => resolve('refused: no answer'), 4000))
      return String(
        await Promise.race([
          timer,
          contents?.executeJavaScript(
            `(async () => { try { return await ${script} } catch (e) { return 'refused ' + e.name } })()`,
            true,
          ),
        ]),
      )
    },
    { protocol: where, script: what },
  )
}

test('The page is granted no device, no place, no camera, and no full screen', async ({ desktop }) => {
  test.setTimeout(90_000)
  const answers: Record<string, string> = {}
  await Promise.all(
    Object.entries(asked).map(async ([name, script]) => {
      answers[name] = await ask(desktop, 'app:', script)
    }),
  )
  expect(Object.entries(answers).filter(([, answer]) => !/^(refused|denied)/.test(answer))).toEqual([])
})

test('The page is not taken elsewhere: by address, by script, by refresh, by a dropped file, or to another host of its scheme', async ({
  desktop,
}) => {
  await standInForThePerson(desktop, { response: 0 })
  const { page } = desktop
  const goes = [
    () => {
      window.location.href = 'https://evil.example/'
    },
    () => {
      window.location.href = 'file:///etc/passwd'
    },
    () => {
      window.location.href = 'javascript:document.title="hostile"'
    },
    () => {
      window.location.href = 'app://other/'
    },
    () => {
      window.location.href = 'data:text/html,hostile'
    },
    () => {
      window.location.replace('app://berth/index.html?other')
    },
    () => {
      const meta = document.createElement('meta')
      meta.httpEquiv = 'refresh'
      meta.content = '0; url=https://evil.example/'
      document.head.append(meta)
    },
    () => {
      const form = document.createElement('form')
      form.action = 'https://evil.example/'
      document.body.append(form)
      form.submit()
      form.remove()
    },
  ]
  const tried = await watchLeaving(desktop)
  for (const go of goes) {
    const before = await tried()
    await page.evaluate(go)
    await expect.poll(tried, { message: go.toString() }).toBeGreaterThan(before)
    expect(page.url(), go.toString()).toBe('app://berth/')
    // Playwright's own title() is empty after a navigation that was stopped.
    const there = await page.evaluate(() => `${document.title} at ${location.href}`)
    expect(there, go.toString()).toBe('Berth at app://berth/')
  }
  // Where nothing takes what is dropped, the page hears that it left again; then two frames, for what would come of it.
  const dropped = page.evaluate(async () => {
    await new Promise((resolve) => {
      for (const over of ['drop', 'dragleave']) document.addEventListener(over, resolve, { once: true })
    })
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
  })
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await dropped
  expect(page.url()).toBe('app://berth/')
  await page.evaluate(() => document.querySelector('meta[http-equiv=refresh]')?.remove())
  expect((await systemOf(desktop)).opened).toEqual([])
  desktop.watch.errors()
  // Playwright goes on waiting for the navigations that were stopped; the tests after this one click in the same page.
  await page.reload()
  await page.getByRole('navigation', { name: 'Rooms' }).waitFor()
})

test('The page opens no window: what it asks for is a question to the person, or nothing', async ({
  desktop,
}) => {
  await standInForThePerson(desktop, { response: 0 })
  await desktop.page.evaluate(() => {
    for (const url of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'app://berth/',
      'about:blank',
      'data:text/html,x',
    ])
      window.open(url)
    const link = document.createElement('a')
    link.href = 'https://evil.example/blank'
    link.target = '_blank'
    document.body.append(link)
    link.click()
    link.remove()
  })
  await expect.poll(async () => (await systemOf(desktop)).questions.length).toBe(1)
  const { questions, opened } = await systemOf(desktop)
  expect(questions[0]?.detail).toContain('https://evil.example/blank')
  expect(opened).toEqual([])
  expect(desktop.electron.windows().filter((window) => !/^(app|http):/.test(window.url()))).toEqual([])
})

test('A port is taken from the app’s own page in its own window, and from nobody else', async ({
  desktop,
}) => {
  const heard = await desktop.electron.evaluate(async ({ BrowserWindow, ipcMain, MessageChannelMain }) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (window === undefined) throw new Error('no window')
    const sender = window.webContents
    const main = sender.mainFrame
    const ask = (event: object, kind: string) =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannelMain()
        port1.on('message', () => resolve('answered'))
        port1.on('close', () => resolve('closed'))
        port1.start()
        ipcMain.emit('berth:port', { ports: [port2], ...event }, { kind })
        port1.postMessage(JSON.stringify({ i: '1', p: { u: '/host/facts', b: {} } }))
        setTimeout(() => resolve('nothing'), 2000)
      })
    return {
      own: await ask({ sender, senderFrame: main }, 'rpc'),
      otherPage: await ask({ sender: { id: sender.id }, senderFrame: main }, 'rpc'),
      frame: await ask({ sender, senderFrame: { origin: main.origin, parent: main } }, 'rpc'),
      otherOrigin: await ask(
        { sender, senderFrame: { origin: 'http://127.0.0.1:8888', parent: null } },
        'rpc',
      ),
      goneFrame: await ask({ sender, senderFrame: null }, 'rpc'),
      otherKind: await ask({ sender, senderFrame: main }, 'engine'),
      path: await ask({ sender, senderFrame: main }, 'stream/../rpc'),
    }
  })
  expect(heard).toEqual({
    own: 'answered',
    otherPage: 'closed',
    frame: 'closed',
    otherOrigin: 'closed',
    goneFrame: 'closed',
    otherKind: 'closed',
    path: 'closed',
  })
})

test('A frame inside the page that asks for a port is not heard', async ({ desktop }) => {
  const { page } = desktop
  const ask = async (origin: string) => {
    const { port1, port2 } = new MessageChannel()
    const answered = new Promise((resolve) => {
      port1.onmessage = () => resolve('answered')
      setTimeout(() => resolve('no answer'), 1500)
    })
    window.parent.postMessage({ berth: 'port', kind: 'rpc' }, origin, [port2])
    port1.postMessage(JSON.stringify({ i: '1', p: { u: '/host/facts', b: {} } }))
    return await answered
  }
  expect(await page.evaluate(ask, '*')).toBe('answered')
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.id = 'hostile-frame'
    document.body.append(frame)
  })
  const frame = await (await page.$('#hostile-frame'))?.contentFrame()
  expect(await frame?.evaluate(ask, '*')).toBe('no answer')
  await page.evaluate(() => document.querySelector('#hostile-frame')?.remove())
})

test('No channel but the port’s is listened to, and none of it answers a call of Electron’s own', async ({
  desktop,
}) => {
  const channels = await desktop.electron.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String))
  // 'error' is Electron's own.
  expect(channels.filter((name) => name !== 'error')).toEqual(['berth:port'])
})
