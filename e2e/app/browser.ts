// Serves the app headless on a workstation and opens it in Chromium.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, expect, type Browser, type Frame, type Page } from '@playwright/test'
import { chromiumBinary } from '../machine'
import type { OpenApp } from './open'
import type { Workstation } from './workstation'

const cli = join(import.meta.dirname, '../../out/main/cli.js')
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

export async function openBrowser(
  on: Workstation,
  /** Further switches for Chromium. */
  switches: readonly string[] = [],
): Promise<OpenApp & { serverPid: number; stopServer(how?: NodeJS.Signals): Promise<void> }> {
  const server = await serve(on)
  const browser = await chromiumWith(switches)
  const context = await browser.newContext({
    viewport: { width: 1360, height: 880 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  await page.goto(server.url)
  return {
    serverPid: server.pid,
    stopServer: (how) => server.stop(how),
    page,
    lab: async () => ({ root: await jupyterFrame(page), keyboard: page.keyboard }),
    close: async () => {
      await browser.close()
      await server.stop()
    },
  }
}

export async function chromiumWith(more: readonly string[]): Promise<Browser> {
  const binary = await chromiumBinary()
  if (binary.is === 'absent') throw new Error(binary.why)
  return await chromium.launch({ executablePath: binary.path, args: [...flags.split(' '), ...more] })
}

export async function jupyterFrame(page: Page): Promise<Frame> {
  const found = () =>
    page.frames().find((frame) => /^https?:\/\/[a-z2-7]{8}\.berth\.\w+:\d+\/lab/.test(frame.url()))
  await expect.poll(() => found() !== undefined, { timeout: 60_000 }).toBe(true)
  const frame = found()
  if (frame === undefined) throw new Error('The frame went away again')
  return frame
}

/** Starts `berth serve` and gives the address that it prints. */
export async function serve(
  on: Workstation,
  args: string[] = [],
): Promise<{ url: string; pid: number; stop(how?: NodeJS.Signals): Promise<void> }> {
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', ...args], {
    env: { ...process.env, ...on.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/\S+token=\S+/.exec(line)?.[0]
    if (url === undefined) continue
    child.stdout.resume()
    return {
      url,
      pid: child.pid ?? 0,
      stop: async (how = 'SIGTERM') => {
        if (child.exitCode === null && child.signalCode === null) child.kill(how)
        await ended
      },
    }
  }
  throw new Error('`berth serve` ended without printing its address')
}
