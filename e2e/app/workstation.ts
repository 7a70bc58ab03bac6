// A workstation to test on: the rig's engine, a fresh profile, and a project folder that belongs to somebody who is not root.
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docker } from './docker'
import { rigReferences } from './references'
import { up, type Rig, type ScenarioName } from '../rig'

/** Neither root nor the first user, so that a file with this owner can only come from choosing it. */
export const owner = { uid: 1234, gid: 1234 }

const prefix = join(tmpdir(), 'berth-e2e-')

export type Workstation = {
  rig: Rig
  /** BERTH_HOME: the app's own folder, empty but for the rig's references. */
  profile: string
  project: string
  env: Record<string, string>
  /** Removes the folders and every container that was launched into this project. */
  clear(): Promise<void>
}

export async function workstation(
  options: { scenario?: ScenarioName; rigName?: string; settings?: Record<string, unknown> } = {},
): Promise<Workstation> {
  const rig = await up({
    scenario: options.scenario ?? 'a100x2',
    ...(options.rigName === undefined ? {} : { name: options.rigName }),
  })
  await clearAfterTheCutOff(rig)
  const folder = await mkdtemp(prefix)
  const profile = join(folder, 'profile')
  const project = join(folder, 'vision-lab')
  await mkdir(profile)
  await mkdir(project)
  // The folder above must be passable for the owner of the project.
  await Promise.all([chown(project, owner.uid, owner.gid), chown(folder, owner.uid, owner.gid)])
  await writeFile(
    join(profile, 'settings.json'),
    JSON.stringify({
      version: 1,
      projectFolder: project,
      starter: 'rig-jupyter',
      language: 'en',
      theme: 'light',
      references: rigReferences(rig),
      ...options.settings,
    }),
  )
  return {
    rig,
    profile,
    project,
    env: { ...rig.env, BERTH_HOME: profile, LANG: 'C.UTF-8' },
    clear: async () => {
      const ours = await launchedInto(rig, project)
      if (ours.length > 0) await docker(rig, ['rm', '--force', '--volumes', ...ours])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Ids of the containers that Berth launched into a project folder, in any state. */
export async function launchedInto(rig: Rig, project: string): Promise<string[]> {
  const ids = await docker(rig, [
    'ps',
    '--all',
    '--quiet',
    '--no-trunc',
    '--filter',
    `label=sh.berth.folder=${project}`,
  ])
  return ids.split('\n').filter((id) => id !== '')
}

/** A test that ran out of time could not clear up: its containers would be in the next one's way. */
async function clearAfterTheCutOff(rig: Rig): Promise<void> {
  const format = '{{.ID}} {{.Label "sh.berth.folder"}}'
  const listed = await docker(rig, ['ps', '--all', '--filter', 'label=sh.berth.folder', '--format', format])
  const stale = listed.split('\n').filter((line) => line.split(' ')[1]?.startsWith(prefix))
  if (stale.length > 0)
    await docker(rig, ['rm', '--force', '--volumes', ...stale.map((line) => line.split(' ')[0] ?? '')])
}
