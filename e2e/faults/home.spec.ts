// The folder of settings and state: full, read-only, damaged, or written by a Berth of the future.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { openBrowser, serve } from '../app/browser'
import { openDesktop } from '../app/desktop'
import { goTo } from '../app/journey'
import type { OpenApp } from '../app/open'
import type { Workstation } from '../app/workstation'
import { run } from '../rig/command'
import { fault, faulty, takesItsRigDown, type Case } from './fault'

takesItsRigDown()

/** A file system of its own under BERTH_HOME, for this long. */
async function withHomeOn(
  on: Workstation,
  kibibytes: number,
  body: (home: { readOnly(): Promise<unknown> }) => Promise<void>,
): Promise<void> {
  const settings = await readFile(join(on.profile, 'settings.json'))
  await run(['mount', '-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'berth-fault', on.profile])
  try {
    await writeFile(join(on.profile, 'settings.json'), settings)
    await body({ readOnly: () => run(['mount', '-o', 'remount,ro', on.profile]) })
  } finally {
    await run(['umount', '--lazy', on.profile])
    await on.clear()
  }
}

/** Takes what is left of the disk. */
async function fill(folder: string): Promise<void> {
  const block = Buffer.alloc(4096, 1)
  for (let size = 1; ; size += 1) {
    try {
      await writeFile(join(folder, 'filler'), block, { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return
      throw error
    }
    if (size > 10_000) throw new Error('the disk is too large to be filled')
  }
}

const chooseDark = async (page: Page) => {
  await goTo(page, 'Settings')
  await page.getByRole('radio', { name: 'Dark', exact: true }).first().click()
}

fault(
  'A full disk takes nothing that was kept before, and what cannot be kept is said',
  'the disk under BERTH_HOME filled to the last block, then a setting changed and Berth ended',
  async (seen) => {
    const on = await faulty()
    await withHomeOn(on, 2048, async () => {
      const history = join(on.profile, 'state', 'gpu-history.bin')
      const settings = join(on.profile, 'settings.json')
      const first = await openBrowser(on)
      await expect(first.page.getByRole('contentinfo').getByText('GPU 0')).toBeVisible({ timeout: 20_000 })
      await first.stopServer()
      await first.close()
      const kept = { history: await readFile(history), settings: await readFile(settings, 'utf8') }
      expect(kept.history.length).toBeGreaterThan(0)

      await fill(on.profile)
      const app = await openBrowser(on)
      try {
        await expect(app.page.getByRole('contentinfo').getByText('GPU 0')).toBeVisible({ timeout: 20_000 })
        await chooseDark(app.page)
        seen.strikes()
        await seen.sees(app.page.getByText('Changes cannot be written to the settings file.').first(), 5_000)
        await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark')
        expect(await readFile(settings, 'utf8')).toBe(kept.settings)
        // With room again the next change is kept, and so is the one before it.
        await rm(join(on.profile, 'filler'))
        await app.page.getByLabel('Default folder').fill('/tmp')
        await app.page.getByLabel('Default folder').press('Enter')
        await expect(app.page.getByText('Changes cannot be written to the settings file.')).toHaveCount(0)
        expect(JSON.parse(await readFile(settings, 'utf8'))).toMatchObject({
          theme: 'dark',
          projectFolder: '/tmp',
        })
        await fill(on.profile)
        await app.stopServer()
        expect((await readFile(history)).equals(kept.history)).toBe(true)
        expect((await readdir(join(on.profile, 'state'))).filter((name) => name.endsWith('.new'))).toEqual([])
      } finally {
        await app.close()
      }
    })
  },
)

fault(
  'A home that cannot be written keeps nobody from the app: it works, and says what it cannot keep',
  'BERTH_HOME mounted read-only, Berth served from it, a setting changed',
  (seen) => saysWhatItCannotKeep(seen, (on) => openBrowser(on)),
)

fault(
  'The window opens on a home that cannot be written, too',
  'BERTH_HOME mounted read-only, the desktop app opened on it, a setting changed',
  (seen) => saysWhatItCannotKeep(seen, (on) => openDesktop(on)),
)

test.describe('a settings file', () => {
  let on: Workstation
  let app: Awaited<ReturnType<typeof openBrowser>>
  let server: Awaited<ReturnType<typeof serve>> | null = null

  test.beforeAll(async () => {
    on = await faulty()
    app = await openBrowser(on)
    await app.stopServer()
  })
  test.afterAll(async () => {
    await server?.stop()
    await app.close()
    await on.clear()
  })

  const file = () => join(on.profile, 'settings.json')
  /** Berth started on a settings file that holds this. */
  async function startedWith(text: string): Promise<Page> {
    await server?.stop()
    for (const name of await readdir(on.profile)) await rm(join(on.profile, name), { recursive: true })
    await writeFile(file(), text)
    server = await serve(on)
    await app.page.goto(server.url)
    return app.page
  }
  async function keptAside(): Promise<string> {
    const [name = ''] = (await readdir(on.profile)).filter((each) => each.includes('.corrupt-'))
    return readFile(join(on.profile, name), 'utf8')
  }

  fault(
    'A settings file that breaks off is kept beside, replaced, and said to be',
    'settings.json cut off in the middle of a word, then Berth started',
    async (seen) => {
      const text = '{"version":1,"theme":"da'
      seen.strikes()
      const page = await startedWith(text)
      await seen.sees(page.getByText('Your settings file could not be read and was replaced').first(), 20_000)
      expect(await keptAside()).toBe(text)
      expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ version: 1, theme: 'system' })
    },
  )

  fault(
    'A settings file of zeros, as a crash of the machine leaves it, is kept beside, replaced, and said to be',
    'settings.json filled with 512 zero bytes, then Berth started',
    async (seen) => {
      seen.strikes()
      const page = await startedWith('\0'.repeat(512))
      await seen.sees(page.getByText('Your settings file could not be read and was replaced').first(), 20_000)
      expect(await keptAside()).toBe('\0'.repeat(512))
    },
  )

  fault(
    'A settings file of a newer Berth is used where it is understood, and left as it is',
    'settings.json of version 7 with keys that nobody here knows, then Berth started and a setting changed',
    async (seen) => {
      const text = JSON.stringify({ version: 7, theme: 'light', language: 'en', stranger: { kept: [1, 2] } })
      seen.strikes()
      const page = await startedWith(text)
      await seen.sees(
        page.getByText('Your settings file was written by a newer Berth and is left as it is').first(),
        20_000,
      )
      await chooseDark(page)
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
      expect(await readFile(file(), 'utf8')).toBe(text)
      expect((await readdir(on.profile)).filter((name) => name.startsWith('settings'))).toEqual([
        'settings.json',
      ])
    },
  )
})

async function saysWhatItCannotKeep(seen: Case, open: (on: Workstation) => Promise<OpenApp>): Promise<void> {
  const on = await faulty()
  await withHomeOn(on, 2048, async (home) => {
    await home.readOnly()
    const app = await open(on)
    try {
      await expect(app.page.getByRole('button', { name: 'Launch JupyterLab 4 · rig' })).toBeVisible()
      await chooseDark(app.page)
      seen.strikes()
      await seen.sees(app.page.getByText('Changes cannot be written to the settings file.').first(), 5_000)
    } finally {
      await app.close()
    }
  })
}
