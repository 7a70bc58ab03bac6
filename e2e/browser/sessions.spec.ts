// Who is let in to a headless Berth, in real browsers: sessions that are revoked, foreign names, and TLS beyond this machine.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { z } from 'zod'
import { makeCertificate } from '../app/certificate'
import { chromiumWith, jupyterFrame, serve } from '../app/browser'
import { goTo } from '../app/journey'
import { labIsReady, newNotebook, runCell } from '../app/notebook'
import { workstation, type Workstation } from '../app/workstation'

const run = promisify(execFile)
const cli = join(import.meta.dirname, '../../out/main/cli.js')
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0'
const soon = { timeout: 15_000 }

type Served = { url: string; browser: Browser; on: Workstation }

async function served(
  options: { args?: (on: Workstation) => Promise<string[]>; flags?: string[] },
  body: (served: Served) => Promise<void>,
): Promise<void> {
  const on = await workstation()
  try {
    const server = await serve(on, (await options.args?.(on)) ?? [])
    const browser = await chromiumWith(options.flags ?? [])
    try {
      await body({ url: server.url, browser, on })
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    await on.clear()
  }
}

const size = { viewport: { width: 1360, height: 880 } }

async function entered(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'Launch', exact: true })).toBeVisible()
  return page
}

const sessionsIn = (page: Page) => page.getByRole('region', { name: 'Browsers that are signed in' })

test('one browser turns another out: its app and notebook go, and it is told what happened and how to come back', async () => {
  test.setTimeout(180_000)
  await served({}, async ({ url, browser, on }) => {
    const mine = await entered(await browser.newContext(size), url)
    const away = await browser.newContext({ ...size, userAgent: firefox })
    const theirs = await entered(away, url)
    await theirs.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    const notebook = await jupyterFrame(theirs)
    await labIsReady({ root: notebook, keyboard: theirs.keyboard })
    const alone = await away.newPage()
    await alone.goto(notebook.url())
    await expect(alone.locator('#jp-main-dock-panel')).toBeVisible({ timeout: 60_000 })

    await goTo(mine, 'Settings')
    const list = sessionsIn(mine)
    await expect(list.getByRole('group')).toHaveCount(2)
    await expect(list.getByRole('group', { name: 'Firefox 131 · Linux' })).toContainText('open now')
    await expect(list.getByRole('group').filter({ hasText: 'This browser' })).toHaveCount(1)
    await list.getByRole('button', { name: 'Revoke Firefox 131 · Linux' }).click()

    const told = theirs.getByRole('alert')
    await expect(told).toContainText('This browser was signed out', soon)
    await expect(told).toContainText('Containers, kernels and terminals go on.')
    await expect(told).toContainText('To come back, open the whole address that “berth serve” printed')
    await expect(theirs.locator('iframe')).toHaveCount(0)
    await expect(list.getByRole('group')).toHaveCount(1)
    await alone.goto(notebook.url())
    await expect(alone.getByText('This notebook’s door has closed.')).toBeVisible()
    await theirs.getByRole('button', { name: 'load this page again' }).click()
    await expect(theirs.getByText('This browser is not signed in, or no longer.')).toBeVisible()

    await theirs.goto(url)
    await expect(list.getByRole('group')).toHaveCount(2, soon)
    await fromAShell({ on, mine, theirs })
    await leaves(mine)
  })
})

async function fromAShell({ on, mine, theirs }: { on: Workstation; mine: Page; theirs: Page }) {
  const berth = (...args: string[]) =>
    run(process.execPath, [cli, 'sessions', ...args], { env: { ...process.env, ...on.env } })
  const text = (await berth()).stdout
  expect(text).toMatch(/Firefox 131 · Linux +127\.0\.0\.1 +since .* +open now/)
  const AnswersSchema = z.array(
    z.object({ sessions: z.array(z.object({ id: z.string(), browser: z.string() })) }),
  )
  const [answer] = AnswersSchema.parse(JSON.parse((await berth('--json')).stdout))
  const other = answer?.sessions.find(({ browser }) => browser.startsWith('Firefox'))
  expect((await berth('revoke', other?.id ?? '')).stdout).toBe(`Revoked: ${other?.id ?? ''}\n`)
  await expect(theirs.getByRole('alert')).toContainText('This browser was signed out', soon)
  await expect(sessionsIn(mine).getByRole('group')).toHaveCount(1)
  await expect(berth('revoke', other?.id ?? '')).rejects.toMatchObject({ code: 1 })
}

async function leaves(page: Page): Promise<void> {
  await sessionsIn(page).getByRole('button', { name: 'Sign out' }).click()
  const question = page.getByRole('alertdialog', { name: 'Sign this browser out?' })
  await question.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('alert')).toContainText('You are signed out', soon)
}

test('a page that finds its server started anew says that it is not signed in, and asks no more', async () => {
  const on = await workstation()
  const first = await serve(on)
  const port = new URL(first.url).port
  const browser = await chromiumWith([])
  try {
    const context = await browser.newContext(size)
    // Time goes on as it does, until it is told to hurry.
    await context.clock.install()
    const page = await entered(context, first.url)
    await first.stop()
    await expect(page.getByText('The connection to Berth was lost.').first()).toBeVisible(soon)
    const second = await serve(on, ['--port', port])
    try {
      await expect(page.getByRole('alert')).toContainText('This browser is not signed in any more', soon)
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      page.on('websocket', (socket) => asked.push(socket.url()))
      const inTwoMinutes = async () => {
        asked.length = 0
        await page.clock.runFor(120_000)
        return [...asked]
      }
      // Watches are closed a moment after their last screen has gone; one that goes on asking does so in every two minutes.
      await expect.poll(inTwoMinutes, soon).toEqual([])
    } finally {
      await second.stop()
    }
  } finally {
    await browser.close()
    await on.clear()
  }
})

test('a name that an attacker’s DNS leads here is refused, and a page there reaches nothing', async () => {
  const evil = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>evil</title>')
  })
  evil.listen(0, '127.0.0.1')
  await once(evil, 'listening')
  await served({ flags: ['--host-resolver-rules=MAP evil.test 127.0.0.1'] }, async ({ url, browser }) => {
    const { port, search, host } = new URL(url)
    const context = await browser.newContext(size)
    await entered(context, url)
    const page = await context.newPage()
    // The same machine and the same port, by another name, with the right key in the address.
    const answer = await page.goto(`http://evil.test:${port}/${search}`)
    expect(answer?.status()).toBe(421)
    await expect(page.getByText('This address is not Berth’s.')).toBeVisible()

    await page.goto(`http://evil.test:${String((evil.address() as AddressInfo).port)}/`)
    const reached = await page.evaluate(async (target) => {
      const socket = new WebSocket(`ws://${target}/rpc`)
      const opened = await new Promise((resolve) => {
        socket.onopen = () => resolve(true)
        socket.onerror = () => resolve(false)
      })
      const read = await fetch(`http://${target}/`, { credentials: 'include' }).then(
        () => true,
        () => false,
      )
      const script = await new Promise((resolve) => {
        const image = new Image()
        image.onload = () => resolve(true)
        image.onerror = () => resolve(false)
        image.src = `http://${target}/icon.svg`
      })
      return { opened, read, script }
    }, host)
    expect(reached).toEqual({ opened: false, read: false, script: false })
  })
  evil.close()
})

test('beyond this machine, with TLS and a name of its own, the app and its notebooks work and their cookies cannot be planted', async () => {
  test.setTimeout(180_000)
  const name = 'berth.test'
  const args = async (on: Workstation) => {
    const { certFile, keyFile } = await makeCertificate(dirname(on.profile), { names: [name, `*.${name}`] })
    return ['--host', '0.0.0.0', '--name', name, '--tls-cert', certFile, '--tls-key', keyFile]
  }
  const flags = [`--host-resolver-rules=MAP ${name} 127.0.0.1, MAP *.${name} 127.0.0.1`]
  await served({ args, flags }, async ({ url, browser }) => {
    expect(url).toMatch(/^https:\/\/berth\.test:\d+\/\?token=/)
    const context = await browser.newContext({ ...size, ignoreHTTPSErrors: true })
    const page = await entered(context, url)
    const cookies = await context.cookies(url)
    expect(cookies).toMatchObject([
      { name: `__Host-berth-${new URL(url).port}`, httpOnly: true, secure: true, sameSite: 'Strict' },
    ])
    await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    const frame = await jupyterFrame(page)
    expect(frame.url()).toMatch(/^https:\/\/[a-z2-7]{8}\.berth\.test:/)
    const lab = { root: frame, keyboard: page.keyboard }
    await labIsReady(lab)
    await newNotebook(lab)
    expect((await runCell(lab, 'print(6 * 7)')).trim()).toBe('42')
    await frame.evaluate(
      ([own, port]) => {
        document.cookie = `${own}=planted; Domain=berth.test; Path=/; Secure`
        document.cookie = `berth-${port}=planted; Domain=berth.test; Path=/; Secure`
      },
      [cookies[0]?.name ?? '', new URL(url).port] as const,
    )
    const planted = (await context.cookies(url)).map(({ name: each, value }) => [each, value === 'planted'])
    expect(planted).toContainEqual([`berth-${new URL(url).port}`, true])
    expect(planted).toContainEqual([cookies[0]?.name, false])
    expect(planted).not.toContainEqual([cookies[0]?.name, true])
    await page.reload()
    await expect(page.getByRole('navigation')).toBeVisible()
  })
})

test('without TLS it does not leave this machine, and with a certificate for less it says what is missing', async () => {
  const on = await workstation()
  const refused = async (...args: string[]) => {
    const error: unknown = await run(process.execPath, [cli, 'serve', '--port', '0', ...args], {
      env: { ...process.env, ...on.env },
      timeout: 30_000,
    }).then(
      () => null,
      (failure: unknown) => failure,
    )
    return z.object({ code: z.number(), stderr: z.string() }).parse(error)
  }
  try {
    const open = await refused('--host', '0.0.0.0')
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('0.0.0.0 is not loopback')])
    const files = await makeCertificate(dirname(on.profile), { names: ['berth.test'] })
    const tls = ['--tls-cert', files.certFile, '--tls-key', files.keyFile, '--name', 'berth.test']
    const narrow = await refused('--host', '0.0.0.0', ...tls)
    expect([narrow.code, narrow.stderr]).toEqual([2, expect.stringContaining('does not cover *.berth.test')])
  } finally {
    await on.clear()
  }
})
