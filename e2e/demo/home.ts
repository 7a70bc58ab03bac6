import { access, mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Rig } from '../rig'
import { rigReferences } from '../app/references'

export type DemoHome = { profile: string; project: string; starter: string }

/** The demo's own settings and project, so that it touches nobody's real ones; what a person changed there stays. */
export async function demoHome(rig: Rig): Promise<DemoHome> {
  const data = process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share')
  const chosen = process.env['BERTH_DEMO_HOME']
  const home = {
    profile: join(chosen ?? join(data, 'berth-demo'), 'profile'),
    // Not in a folder of programs' settings: mounting one is asked about, and a browser cannot be asked.
    project: join(chosen ?? join(homedir(), 'berth-demo'), 'vision-lab'),
    starter: 'rig-jupyter',
  }
  await mkdir(home.profile, { recursive: true })
  await mkdir(home.project, { recursive: true })
  // The registry's port may have changed since the last time, and with it the references.
  await writeFile(
    join(home.profile, 'settings.json'),
    JSON.stringify({
      version: 1,
      projectFolder: home.project,
      starter: home.starter,
      references: rigReferences(rig),
    }),
  )
  const notebook = join(home.project, 'welcome.ipynb')
  if (!(await exists(notebook))) await writeFile(notebook, JSON.stringify(welcome, null, 1))
  return home
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false // Absent is the one answer that matters here.
  }
}

const cell = (id: string, source: string) => ({
  id,
  cell_type: 'code',
  metadata: {},
  execution_count: null,
  outputs: [],
  source,
})

const welcome = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
  cells: [
    {
      id: 'hello',
      cell_type: 'markdown',
      metadata: {},
      source:
        '# Welcome\nThis notebook runs in a container. The cards it sees are the ones it was given; here they are **simulated**.',
    },
    cell('cards', '!nvidia-smi'),
    cell('folder', "open('hello.txt', 'w').write('this file is yours, on the host')\n!ls -l"),
  ],
}
