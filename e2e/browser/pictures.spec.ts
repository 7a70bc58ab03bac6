// The pictures in docs/pictures: every room with real containers in it, in light with English words and in dark with Chinese ones.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { chooseCard, terminalShows } from '../app/journey'
import { labIsReady, newNotebook, runCell } from '../app/notebook'
import { workstation } from '../app/workstation'

const folder = join(import.meta.dirname, '../../docs/pictures')

const looks = [
  {
    theme: 'light',
    language: 'en',
    suffix: 'light-en',
    rooms: ['Launch', 'Containers', 'GPUs', 'Doctor', 'Settings'],
  },
  { theme: 'dark', language: 'zh-CN', suffix: 'dark-zh', rooms: ['启动', '容器', 'GPU', '诊断', '设置'] },
] as const

test('every room has its picture in light and dark, English and Chinese', async () => {
  test.setTimeout(240_000)
  await mkdir(folder, { recursive: true })
  const on = await workstation()
  await writeFile(join(on.project, 'train.py'), 'print("epoch 1")\n')
  const app = await openBrowser(on)
  const { page } = app
  try {
    await chooseCard(page, 1)
    await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    const lab = await app.lab()
    await labIsReady(lab)
    await newNotebook(lab)
    await runCell(lab, '!nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv')
    await runCell(lab, 'import berth_sim\nberth_sim.hold(41_800)')
    await terminalShows(page, 'echo 数据集 ready ✓ && nvidia-smi -L', /GPU-/)
    for (const look of looks) {
      await choose(page, look)
      await picture(page, `workspace-${look.suffix}`)
      for (const [index, room] of look.rooms.entries()) {
        await visit(page, room)
        if (room.startsWith('GPU')) await page.getByRole('radio', { name: /^1 / }).click()
        await picture(
          page,
          `${['launch', 'containers', 'gpus', 'doctor', 'settings'][index] ?? room}-${look.suffix}`,
        )
      }
      await page
        .getByRole('tab')
        .or(page.getByRole('button', { name: 'vision-lab' }))
        .first()
        .click()
    }
  } finally {
    await app.close()
    await on.clear()
  }
})

async function visit(page: Page, room: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${room}`) })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 }).first()).toContainText(room)
}

/** Through the settings room, as a person would. */
async function choose(page: Page, look: (typeof looks)[number]): Promise<void> {
  const settings = page.getByRole('navigation').getByRole('button', { name: /^(Settings|设置)$/ })
  await settings.click()
  await page
    .getByRole('button', { name: look.theme === 'light' ? /^(Light|浅色)$/ : /^(Dark|深色)$/ })
    .or(page.getByRole('radio', { name: look.theme === 'light' ? /^(Light|浅色)$/ : /^(Dark|深色)$/ }))
    .first()
    .click()
  await page
    .getByRole('radio', { name: look.language === 'en' ? 'English' : '简体中文' })
    .or(page.getByRole('button', { name: look.language === 'en' ? 'English' : '简体中文' }))
    .first()
    .click()
  await expect(page.locator('html')).toHaveAttribute('lang', look.language)
  await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme)
  await page
    .getByRole('tab')
    .or(page.getByRole('button', { name: 'vision-lab' }))
    .first()
    .click()
}

async function picture(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`)
  await rm(path, { force: true })
  await page.mouse.move(0, 0)
  // Only what has come to rest is worth a picture.
  await expect(page.locator('.ui-skeleton, .doctor-summary-bar')).toHaveCount(0, { timeout: 60_000 })
  await page.screenshot({ path, animations: 'disabled' })
}
