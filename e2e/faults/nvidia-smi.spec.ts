// An nvidia-smi that hangs, fails or is gone from one second to the next: the cards say so, everything else goes on.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { goTo } from '../app/journey'
import { send } from '../rig/daemon'
import type { Workstation } from '../app/workstation'
import { fault, faulty, takesItsRigDown, type Case } from './fault'

takesItsRigDown()

test.describe('nvidia-smi', () => {
  let on: Workstation
  let app: Awaited<ReturnType<typeof openBrowser>>
  let bin = ''

  test.beforeAll(async () => {
    on = await faulty({ scenario: 'a100x2' })
    // In front of the rig's stand-in: one that hangs while a file says so.
    bin = join(on.profile, '..', 'bin')
    await mkdir(bin)
    const [standIn = ''] = (on.env['PATH'] ?? '').split(':')
    await writeFile(
      join(bin, 'nvidia-smi'),
      `#!/bin/sh\n[ -e ${bin}/hang ] && exec sleep 600\nexec ${standIn}/nvidia-smi "$@"\n`,
    )
    await chmod(join(bin, 'nvidia-smi'), 0o755)
    app = await openBrowser({ ...on, env: { ...on.env, PATH: `${bin}:${on.env['PATH'] ?? ''}` } })
    await goTo(app.page, 'GPUs')
  })
  test.afterAll(async () => {
    await on.rig.setScenario('a100x2')
    await app.close()
    await on.clear()
  })
  test.beforeEach(async () => {
    await expect(app.page.getByRole('heading', { name: /^GPU [01]/ })).toHaveCount(2, { timeout: 40_000 })
  })

  const status = () => app.page.getByRole('contentinfo').or(app.page.getByLabel('Status')).first()

  /** The rest of the app is asked for something meanwhile. */
  async function theRestGoesOn(): Promise<void> {
    await goTo(app.page, 'Containers')
    await expect(app.page.getByRole('heading', { name: 'Containers', exact: true })).toBeVisible({
      timeout: 2_000,
    })
    await goTo(app.page, 'GPUs')
  }

  fault(
    'An nvidia-smi that hangs in the driver is given up, and the figures come back with it',
    'the running nvidia-smi stopped with SIGSTOP, and each new one left without an answer',
    async (seen: Case) => {
      await writeFile(join(bin, 'hang'), '')
      for (const pid of await childrenNamed(app.serverPid, 'nvidia-smi')) send(pid, 'SIGSTOP')
      seen.strikes()
      await theRestGoesOn()
      await seen.sees(status().getByText('GPU: no reading'), 15_000)
      await rm(join(bin, 'hang'))
      await app.page.reload()
    },
  )

  fault(
    'An nvidia-smi that begins to fail is quoted, and the figures come back with it',
    'the driver’s kernel module gone: nvidia-smi ends with exit code 9',
    async (seen: Case) => {
      await on.rig.setScenario('no-driver')
      seen.strikes()
      await seen.sees(status().getByText('GPU: no driver'), 15_000)
      await expect(app.page.getByText(/couldn't communicate with the NVIDIA driver/).first()).toBeAttached()
      await theRestGoesOn()
      await on.rig.setScenario('a100x2')
    },
  )

  fault(
    'An nvidia-smi that vanishes is said to be missing, and the figures come back with it',
    'the driver uninstalled: no nvidia-smi on PATH',
    async (seen: Case) => {
      await rm(join(bin, 'nvidia-smi'))
      await on.rig.setScenario('not-installed')
      seen.strikes()
      await seen.sees(status().getByText(/No GPU · CPU only|GPU: no driver/), 15_000)
      await theRestGoesOn()
      await on.rig.setScenario('a100x2')
    },
  )
})

async function childrenNamed(parent: number, name: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((each) => /^\d+$/.test(each)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return stat.includes(`(${name})`) && Number(fields[1]) === parent ? [pid] : []
    }),
  )
  return found.flat()
}
