// Saved secrets in the real app: where there is no key ring the screen says so, and no value comes back to it or out of it.
import { execFile } from 'node:child_process'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, type Page } from '@playwright/test'
import { docker } from '../app/docker'
import { openDesktop } from '../app/desktop'
import { theContainer } from '../app/journey'
import { labIsReady } from '../app/notebook'
import { workstation, type Workstation } from '../app/workstation'

const run = promisify(execFile)
const canary = 'canary-9d02e7'
const value = `${canary} 'one'\n${canary} 密钥`

test('a secret is saved once, without a key ring in a file that is told of, and taken by a launch', async () => {
  const on = await workstation()
  const app = await openDesktop(on)
  const { page } = app
  try {
    // Chromium finds no key ring here, and offers to seal with a key that everybody knows.
    const backend = await app.electron.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend())
    expect(backend).toBe('basic_text')
    await visit(page, 'Settings')
    const section = page.getByRole('region', { name: 'Saved secrets' })
    await section.scrollIntoViewIfNeeded()
    await expect(section).toContainText(
      'Kept unencrypted in a file only you can read, because this desktop has no key ring.',
    )
    await section.getByRole('button', { name: 'Add a secret…' }).click()
    await page.getByLabel('Name').fill('WANDB_API_KEY')
    await page.getByLabel('Value').fill(value)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(section.getByText('WANDB_API_KEY')).toBeVisible()
    await picture(page, 'settings-light')
    const file = join(on.profile, 'secrets', 'secrets.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(on.profile, 'secrets'))).mode & 0o777).toBe(0o700)
    expect(await page.content()).not.toContain(canary)

    await visit(page, 'Launch')
    await page.getByRole('button', { name: 'More options' }).click()
    await addVariable(page, 'HF_TOKEN', canary)
    const rows = page.locator('.launch-variable')
    await expect(rows.first().getByRole('checkbox', { name: 'Secret' })).toBeChecked()
    await page.getByRole('button', { name: 'Remember HF_TOKEN' }).click()
    await expect(rows.first()).toContainText('Saved: HF_TOKEN')
    await page.getByRole('button', { name: 'Add a variable' }).click()
    await rows.nth(1).getByRole('button', { name: 'Where the value comes from' }).click()
    await page.getByRole('menuitem', { name: 'Saved: WANDB_API_KEY' }).click()
    await addVariable(page, 'MY_THING', `${canary}-marked`)
    await rows.nth(2).locator('label', { hasText: 'Secret' }).click()
    await picture(page, 'options-light')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' }).click()
    await labIsReady(await app.lab())

    const id = await theContainer(on)
    expect(await docker(on.rig, ['inspect', id])).not.toContain(canary)
    const held = await docker(on.rig, ['exec', id, 'cat', '/run/berth/env'])
    expect(held).toContain(`export HF_TOKEN='${canary}'`)
    expect(held).toContain(`export WANDB_API_KEY='${value.replaceAll("'", `'\\''`)}'`)
    expect(held).toContain(`export MY_THING='${canary}-marked'`)
    const environ = await serverEnvironment(on, id)
    expect(environ).toContain(`HF_TOKEN=${canary}`)
    expect(environ).toContain(`WANDB_API_KEY=${value}`)

    // A crash of the page, which held what was typed, leaves nothing behind: no reporter was started.
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    })
    const back = () =>
      app.electron.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        return contents !== undefined && !contents.isCrashed() && !contents.isLoading()
      })
    await expect.poll(back, { timeout: 20_000 }).toBe(true)
    const dumps = await app.electron.evaluate(({ app: main }) => main.getPath('crashDumps'))
    expect((await filesIn(dumps)).filter((name) => name.endsWith('.dmp'))).toEqual([])
    const reporters = await run('pgrep', ['-f', `crashpad.*${on.profile}`]).catch(() => ({ stdout: '' }))
    expect(reporters.stdout).toBe('')
    expect(await holding(on.profile)).toEqual(['secrets/secrets.json'])
  } finally {
    await app.close()
    await on.clear()
  }
})

test('the same is said in Chinese, in the dark', async () => {
  const on = await workstation({ settings: { language: 'zh-CN', theme: 'dark' } })
  const app = await openDesktop(on)
  const { page } = app
  try {
    await visit(page, '设置')
    const section = page.getByRole('region', { name: '已保存的机密' })
    await section.scrollIntoViewIfNeeded()
    await expect(section).toContainText('本桌面没有密钥环，因此以未加密形式保存在仅您可读的文件中。')
    await section.getByRole('button', { name: '添加机密…' }).click()
    await page.getByLabel('名称').fill('HF_TOKEN')
    await page.getByLabel('值').fill(value)
    await picture(page, 'dialog-dark-zh')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(section.getByText('HF_TOKEN')).toBeVisible()
    await picture(page, 'settings-dark-zh')
    await section.getByRole('button', { name: '移除 HF_TOKEN' }).click()
    await page.getByRole('button', { name: '移除', exact: true }).click()
    await expect(section.getByText('HF_TOKEN')).toHaveCount(0)
    expect(await readFile(join(on.profile, 'secrets', 'secrets.json'), 'utf8')).not.toContain(canary)
    await visit(page, '启动')
    await page.getByRole('button', { name: '更多选项' }).click()
    await page.getByRole('button', { name: '添加变量' }).click()
    await page.locator('.launch-variable input').first().fill('HF_TOKEN')
    await page.locator('.launch-variable textarea').first().fill(canary)
    await picture(page, 'options-dark-zh')
  } finally {
    await app.close()
    await on.clear()
  }
})

const visit = (page: Page, room: string) =>
  page.getByRole('navigation').getByRole('button', { name: room, exact: true }).click()

async function addVariable(page: Page, name: string, typed: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a variable' }).click()
  const row = page.locator('.launch-variable').last()
  await row.getByLabel('Variable').fill(name)
  await row.getByLabel('Value', { exact: true }).fill(typed)
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), animations: 'disabled' })
}

/** Of the first process that is JupyterLab's, as root of the host sees it. */
async function serverEnvironment(on: Workstation, id: string): Promise<string> {
  const pids = (await docker(on.rig, ['top', id, '-eo', 'pid,args'])).split('\n')
  const pid = pids
    .find((line) => line.includes('jupyter-lab') && !line.includes('init'))
    ?.trim()
    .split(' ')[0]
  return (await readFile(`/proc/${pid ?? ''}/environ`, 'utf8')).replaceAll('\0', '\n')
}

async function filesIn(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return all.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
}

/** Files of the profile in which the canary stands, as text of one byte or of two a character. */
async function holding(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const path of await filesIn(folder)) {
    const content = await readFile(path)
    if (content.includes(canary) || content.includes(Buffer.from(canary, 'utf16le')))
      found.push(relative(folder, path))
  }
  return found
}
