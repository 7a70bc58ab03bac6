// Who holds the memory, as a person sees it: notebooks of two environments, a script, and somebody outside.
import { execFile, spawn } from 'node:child_process'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Locator, type Page } from '@playwright/test'
import { z } from 'zod'
import { docker } from './docker'
import { goTo } from './journey'
import { execute, openNotebook, type Server } from './kernels'
import type { OpenApp } from './open'
import { owner, workstation, type Workstation } from './workstation'

const run = promisify(execFile)
const cli = join(import.meta.dirname, '../../out/main/cli.js')
const LaunchedSchema = z.object({ containerId: z.string() })

/** Within this time a start or an end is to be seen; the slack is the browser's and this machine's. */
const soon = { timeout: 15_000 }

export async function whoHoldsWhat(open: (on: Workstation) => Promise<OpenApp>): Promise<void> {
  const on = await workstation()
  const app = await open(on)
  const leaving: (() => void)[] = []
  try {
    const { page } = app
    const [vision, speech] = [await launch(on, 'vision', 0), await launch(on, 'speech', 1)]
    await goTo(page, 'GPUs')
    const holds = async (server: Server, notebook: string, mib: number, then: string) => {
      const kernelId = await openNotebook(server, notebook)
      const code = `import berth_sim, time; berth_sim.hold(${mib}); ${then}`
      const running = await execute(server, kernelId, code)
      leaving.push(running.close)
      return running
    }
    await holds(vision.server, 'train_vit.ipynb', 20_000, 'time.sleep(900)')
    const explored = await holds(vision.server, 'explore.ipynb', 9000, 'pass')
    await explored.ended
    await holds(speech.server, 'wav2vec.ipynb', 14_000, 'time.sleep(900)')
    await docker(on.rig, [
      ...['exec', '--detach', '--env', 'BERTH_SIM_VRAM_MIB=5000', speech.id],
      ...['python3', '-c', 'import time; time.sleep(900)  # finetune'],
    ])
    const outside = spawn('sleep', ['900'], {
      env: { PATH: process.env['PATH'], BERTH_SIM_VRAM_MIB: '3000', BERTH_SIM_GPU: '0' },
    })
    leaving.push(() => outside.kill())

    await expect(rowOf(page, 'train_vit.ipynb')).toContainText(/vision.*busy/s, soon)
    await expect(rowOf(page, 'explore.ipynb')).toContainText(/vision.*idle/s, soon)
    await expect(rowOf(page, 'wav2vec.ipynb')).toContainText('speech', soon)
    await expect(rowOf(page, 'finetune')).toContainText('speech', soon)
    await expect(rowOf(page, 'sleep 900')).toContainText('Not in a container', soon)
    // Stacked on the card under the same names.
    await expect(page.getByRole('list', { name: 'Who holds the memory of GPU 0' })).toContainText(
      'train_vit.ipynb · vision',
    )

    await act(page, rowOf(page, 'explore.ipynb'), 'Shut the kernel down')
    await expect(rowOf(page, 'explore.ipynb')).toHaveCount(0, soon)
    await expect(rowOf(page, 'train_vit.ipynb')).toHaveCount(1)
    outside.kill()
    await expect(rowOf(page, 'sleep 900')).toHaveCount(0, soon)

    await act(page, rowOf(page, 'finetune'), 'End the process…')
    const question = page.getByRole('alertdialog')
    await question.getByRole('button', { name: 'End it' }).click()
    await expect(rowOf(page, 'finetune')).toHaveCount(0, soon)
  } finally {
    for (const leave of leaving) leave()
    await app.close()
    await removeAll(on)
  }
}

/** A container whose cards are gone is told, made again with a click, and opens with what was open. */
export async function losesItsCard(open: (on: Workstation) => Promise<OpenApp>): Promise<void> {
  const on = await workstation()
  const app = await open(on)
  try {
    const { page } = app
    const { id } = await launch(on, 'vision', 0)
    await goTo(page, 'Containers')
    await expect(page.getByRole('row', { name: /vision/ })).toBeVisible(soon)
    await docker(on.rig, ['exec', '--user', '0', id, 'rm', '/dev/nvidiactl'])
    await on.rig.reloadEngine()
    const news = page.getByText('vision lost its GPUs').first()
    await expect(news).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Re-create…' }).first().click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make it again' }).click()
    const lab = await app.lab()
    await expect(lab.root.locator('#jp-main-dock-panel')).toBeVisible({ timeout: 60_000 })
    const ids = await ours(on)
    expect(ids).toHaveLength(1)
    expect(ids[0]).not.toBe(id)
    expect(await docker(on.rig, ['exec', ids[0] ?? '', 'nvidia-smi', '-L'])).toContain('GPU 0:')
  } finally {
    await app.close()
    await removeAll(on)
  }
}

function rowOf(page: Page, words: string): Locator {
  return page.getByRole('table', { name: 'Who holds the memory' }).getByRole('row').filter({ hasText: words })
}

async function act(page: Page, row: Locator, verb: string): Promise<void> {
  await row.getByRole('button', { name: /^Actions for process/ }).click()
  await page.getByRole('menuitem', { name: verb }).click()
}

/** The same as pressing Launch, and quicker: what is looked at here comes after it. */
async function launch(on: Workstation, name: string, card: number): Promise<{ id: string; server: Server }> {
  const folder = join(on.project, name)
  await mkdir(folder)
  await chown(folder, owner.uid, owner.gid)
  const cards = await run('nvidia-smi', ['--query-gpu=uuid', '--format=csv,noheader'], {
    env: { ...process.env, ...on.env },
  })
  const uuid = cards.stdout.split('\n')[card] ?? ''
  const image = on.rig.images.jupyter
  const { stdout } = await run(
    process.execPath,
    [cli, 'launch', '--image', image, '--folder', folder, '--name', name, '--gpus', uuid, '--json'],
    { env: { ...process.env, ...on.env, BERTH_HOME: join(on.profile, '..', 'cli') }, timeout: 90_000 },
  )
  const { containerId } = LaunchedSchema.parse(JSON.parse(stdout))
  const [token, port] = await Promise.all([
    docker(on.rig, ['exec', containerId, 'sh', '-c', 'cat "$JUPYTER_TOKEN_FILE"']),
    docker(on.rig, ['port', containerId]),
  ])
  return {
    id: containerId,
    server: { host: '127.0.0.1', port: Number(port.split('\n')[0]?.split(':').at(-1)), token },
  }
}

async function ours(on: Workstation): Promise<string[]> {
  const listed = await docker(on.rig, [
    ...['ps', '--all', '--no-trunc', '--filter', 'label=sh.berth.environment'],
    ...['--format', '{{.ID}} {{.Label "sh.berth.folder"}}'],
  ])
  return listed.split('\n').flatMap((line) => {
    const [id = '', folder = ''] = line.split(' ')
    return folder.startsWith(on.project) ? [id] : []
  })
}

async function removeAll(on: Workstation): Promise<void> {
  const ids = await ours(on)
  if (ids.length > 0) await docker(on.rig, ['rm', '--force', '--volumes', ...ids])
  await on.clear()
}
