// `npm run demo`, the first thing that many people type: from nothing to its end, as on a machine without a display.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { chromiumWith } from '../app/browser'
import { docker } from '../app/docker'
import { launchedInto } from '../app/workstation'
import { attach, leftovers } from '../rig'

/** Its own, so that the demo begins with nothing and everything can be taken down after it. */
const rigName = `demo-${process.pid}`
const root = join(import.meta.dirname, '../..')

type Ran = { code: number | null; lines: string[]; seconds: number }
type Command = { script: string; args?: string[]; home: string }

/** Runs a script of package.json as a shell would, with no display; `interrupt` is Ctrl+C, which everything it started hears. */
function npm({ script, args = [], home }: Command) {
  const began = performance.now()
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    detached: true,
    env: { ...env, BERTH_RIG_NAME: rigName, BERTH_DEMO_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let wake: () => void = () => undefined
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      lines.push(line)
      wake()
    })
  const ended = once(child, 'close').then(([code]: (number | null)[]): Ran => {
    return { code: code ?? null, lines, seconds: (performance.now() - began) / 1000 }
  })
  const interrupt = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGINT')
  }
  /** Settles when it has said so, or ended. */
  const says = (text: string) =>
    Promise.race([
      ended,
      new Promise<void>((resolve) => {
        wake = () => {
          if (lines.some((line) => line.includes(text))) resolve()
        }
        wake()
      }),
    ])
  return { ended, interrupt, lines, says }
}

const lastLine = 'Ctrl+C ends Berth'
const addresses = (lines: readonly string[]) => ({
  jupyter: /JupyterLab runs at +(\S+)/.exec(lines.join('\n'))?.[1] ?? '',
  berth: /Berth is open +at (\S+)/.exec(lines.join('\n'))?.[1] ?? '',
})

async function statusOf(url: string): Promise<number | 'no answer'> {
  return await fetch(url).then(
    ({ status }) => status,
    () => 'no answer' as const,
  )
}

test('the demo launches its environment, finds it again, and leaves nothing', async () => {
  const home = await mkdtemp(join(tmpdir(), 'berth-demo-'))
  const demo = npm({ script: 'demo', home })
  const takeDown = () => npm({ script: 'rig', args: ['down', '--purge'], home }).ended
  try {
    await demo.says(lastLine)
    expect(demo.lines.join('\n')).toContain(lastLine)
    const first = addresses(demo.lines)
    const containers = await running(home)
    expect(containers).toHaveLength(1)

    // JupyterLab serves the project of the demo to whoever has the token, and to nobody else.
    expect(await statusOf(first.jupyter)).toBe(200)
    const { origin, searchParams } = new URL(first.jupyter)
    const files = `${origin}/api/contents/welcome.ipynb?content=0`
    expect(await statusOf(files)).toBe(403)
    expect(await statusOf(`${files}&token=${searchParams.get('token') ?? ''}`)).toBe(200)

    const browser = await chromiumWith([])
    try {
      const page = await browser.newPage()
      await page.goto(first.berth)
      await expect(page.getByText('vision-lab').first()).toBeVisible()
    } finally {
      await browser.close()
    }

    demo.interrupt()
    const before = await demo.ended
    expect(await statusOf(first.berth.replace('berth.localhost', '127.0.0.1'))).toBe('no answer')
    expect(await statusOf(first.jupyter)).toBe(200)

    const again = await npm({ script: 'demo', args: ['--exit'], home }).ended
    expect(again.code, again.lines.join('\n')).toBe(0)
    expect(again.lines.join('\n')).not.toContain('launching')
    expect(addresses(again.lines).jupyter).toBe(first.jupyter)
    expect(await running(home)).toEqual(containers)
    expect(again.seconds).toBeLessThan(before.seconds)

    const down = await takeDown()
    expect(down.code, down.lines.join('\n')).toBe(0)
    expect(await statusOf(first.jupyter)).toBe('no answer')
    expect(await leftovers(rigName)).toEqual([])
  } finally {
    demo.interrupt()
    await demo.ended
    if ((await leftovers(rigName)).length > 0) await takeDown()
    await rm(home, { recursive: true, force: true })
  }
})

/** Which containers run on the demo's project, and since when. */
async function running(home: string): Promise<string[]> {
  const rig = await attach(rigName)
  if (rig === null) throw new Error('the rig of the demo is not up')
  const ids = await launchedInto(rig, join(home, 'vision-lab'))
  return Promise.all(
    ids.map((id) => docker(rig, ['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', id])),
  )
}
