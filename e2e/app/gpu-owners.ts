// Who holds the memory, as a person sees it: notebooks of two environments, a script, and somebody outside.
import { spawn } from 'node:child_process'
import { expect, type Locator, type Page } from '@playwright/test'
import { docker } from './docker'
import { goTo } from './journey'
import { execute, openNotebook, type Server } from './kernels'
import { launched, ours, removeAll } from './launched'
import type { OpenApp } from './open'
import { workstation, type Workstation } from './workstation'

/** Within this time a start or an end is to be seen; the slack is the browser's and this machine's. */
const soon = { timeout: 15_000 }

export async function whoHoldsWhat(open: (on: Workstation) => Promise<OpenApp>): Promise<void> {
  const on = await workstation()
  const app = await open(on)
  const leaving: (() => void)[] = []
  try {
    const { page } = app
    const [vision, speech] = [await launched(on, 'vision', 0), await launched(on, 'speech', 1)]
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

    await act(page, rowOf(page, 'explore.ipynb'), 'Shut the kernel down…')
    const idle = page.getByRole('alertdialog', { name: 'Shut the kernel of explore.ipynb down?' })
    await expect(idle).toContainText('Its variables are lost; the notebook file stays.')
    await idle.getByRole('button', { name: 'Shut down' }).click()
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
    const { id } = await launched(on, 'vision', 0)
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
