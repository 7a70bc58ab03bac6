// One workstation for all hostile tests: an environment whose notebook means ill, another one that it must not reach, and each face opened once.
import { chown, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { openDesktop } from '../app/desktop'
import { docker } from '../app/docker'
import { launched, removeAll } from '../app/launched'
import { owner, workstation, type Workstation } from '../app/workstation'
import type { Server } from '../app/kernels'
import { standInForThePerson, watchPage, type PageWatch } from './witness'
import { attackScript, secretOfTheVictim, trustedNotebook, untrustedNotebook } from './notebooks'

export type Environment = { id: string; name: string; server: Server; environmentId: string }

export type Ground = {
  on: Workstation
  /** Shows the hostile notebooks. */
  attacker: Environment
  /** Holds the secret. */
  victim: Environment
}
type Watched<Face> = { face: Face; watch: PageWatch; origin: string }
export type Desktop = Awaited<ReturnType<typeof openDesktop>> & Watched<'desktop'>
export type Browser = Awaited<ReturnType<typeof openBrowser>> & Watched<'browser'>

export const test = base.extend<object, { ground: Ground; desktop: Desktop; served: Browser }>({
  ground: [
    // Playwright reads the fixtures that are needed from this pattern.

    async ({}, use) => {
      const on = await workstation()
      try {
        const attacker = await environment(on, 'attacker', 0)
        const victim = await environment(on, 'victim', 1)
        await put(on, 'victim', 'secret.txt', secretOfTheVictim)
        await put(on, 'attacker', 'trusted.ipynb', trustedNotebook)
        await put(on, 'attacker', 'untrusted.ipynb', untrustedNotebook)
        await put(on, 'attacker', 'attack.js', attackScript)
        await put(on, 'attacker', 'worker.js', 'self.addEventListener("fetch", () => {})')
        await use({ on, attacker, victim })
      } finally {
        await removeAll(on)
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  desktop: [
    async ({ ground }, use) => {
      const app = await openDesktop(await withOwnHome(ground.on, 'desktop'))
      await standInForThePerson(app, { response: 0 })
      await use({ ...app, face: 'desktop', watch: watchPage(app.page), origin: 'app://berth' })
      await app.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  served: [
    async ({ ground }, use) => {
      // A person who pastes into terminals has allowed the app's page to read the clipboard: the worst case for a frame in it.
      const app = await openBrowser(await withOwnHome(ground.on, 'browser'))
      const { origin } = new URL(app.page.url())
      await use({ ...app, face: 'browser', watch: watchPage(app.page), origin })
      await app.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

async function environment(on: Workstation, name: string, card: number): Promise<Environment> {
  const { id, server } = await launched(on, name, card)
  const label = '{{index .Config.Labels "sh.berth.environment"}}'
  return { id, name, server, environmentId: await docker(on.rig, ['inspect', '--format', label, id]) }
}

export async function put(on: Workstation, folder: string, name: string, text: string): Promise<void> {
  const file = join(on.project, folder, name)
  await writeFile(file, text)
  await chown(file, owner.uid, owner.gid)
}

/** Two apps on one profile would be one app. */
async function withOwnHome(on: Workstation, name: 'desktop' | 'browser'): Promise<Workstation> {
  const profile = profileOf(on, name)
  await mkdir(profile)
  await cp(join(on.profile, 'settings.json'), join(profile, 'settings.json'))
  return { ...on, profile, env: { ...on.env, BERTH_HOME: profile } }
}

export function profileOf(on: Workstation, face: 'desktop' | 'browser'): string {
  return join(on.profile, '..', face)
}
