// Engines that cannot be used: stopped, not installed, forbidden, hidden behind a wrong address, or not the one with the GPUs.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import { DoctorStateSchema } from '../../shared/contract/doctor'
import { onThe } from '../../e2e/rig/on-the-rig'
import type { Machine } from '.'
import { openWard, problemsIn, type Ward } from './stage.test-support'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`\nSKIPPED: the doctor on the rig: ${why}\n\n`)

describe.skipIf(why !== null)('engines that cannot be used', () => {
  let rig: Rig
  let folder: string
  const wards: Ward[] = []

  beforeAll(async () => {
    rig = await up({ name: 'doctor', scenario: 'a100x2', toolkit: true })
    folder = await mkdtemp(join(tmpdir(), 'berth-doctor-'))
    // Another user goes through here.
    await chmod(folder, 0o755)
  })
  afterAll(async () => {
    await rig.down()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(async () => {
    for (const ward of wards.splice(0)) await ward.dispose()
    await rig.startEngine()
  })

  async function ward(...args: [Record<string, string | undefined>?, ((machine: Machine) => Machine)?]) {
    const opened = await openWard(rig, ...args)
    wards.push(opened)
    return opened
  }

  /** A docker context named `name` that leads to `address`, in a configuration folder of its own. */
  async function contextTo(name: string, address: string): Promise<string> {
    const config = await mkdtemp(join(folder, 'config-'))
    const meta = join(config, 'contexts/meta', createHash('sha256').update(name).digest('hex'))
    await mkdir(meta, { recursive: true })
    const body = { Name: name, Metadata: {}, Endpoints: { docker: { Host: address, SkipTLSVerify: false } } }
    await writeFile(join(meta, 'meta.json'), JSON.stringify(body))
    await writeFile(join(config, 'config.json'), JSON.stringify({ currentContext: name }))
    return config
  }

  /** The rig's engine where a user's own is looked for. */
  async function runtimeFolder(): Promise<string> {
    const runtime = await mkdtemp(join(folder, 'run-'))
    await symlink(rig.dockerHost.slice('unix://'.length), join(runtime, 'docker.sock'))
    return runtime
  }

  it('stopped: started on request, and green', async () => {
    await rig.stopEngine('term')
    const one = await ward()
    expect(problemsIn(await one.examined())).toEqual(['engine: engine-stopped'])
    expect(one.check('gpu-container')).toMatchObject({
      finding: 'cause-elsewhere',
      params: { check: 'engine' },
    })
    expect(one.check('engine').fixes[0]).toMatchObject({
      id: 'start-engine',
      commands: ['sudo systemctl enable --now docker'],
      applies: 'root',
    })
    expect(await one.mended('engine', 'start-engine')).toMatchObject({ exitCode: 0 })
    expect(problemsIn(await one.examined())).toEqual([])
    expect(one.check('engine').finding).toBe('engine-answers')
  })

  it('not installed: Debian’s docker.io installed on request, and green', { timeout: 600_000 }, async () => {
    await rig.stopEngine('term')
    // The package is on this machine already: until it was asked for, its programs are not seen.
    let installed = false
    const one = await ward({}, (machine) => ({
      ...machine,
      programAt: async (name) =>
        ['dockerd', 'podman'].includes(name) && !installed ? null : machine.programAt(name),
    }))
    expect(problemsIn(await one.examined())).toEqual(['engine: engine-not-installed'])
    const fix = one.check('engine').fixes[0]
    expect(fix).toMatchObject({ id: 'install-engine', applies: 'root' })
    expect(fix?.commands).toEqual([
      'sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update',
      'sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install --yes docker.io',
      'sudo systemctl enable --now docker',
    ])
    installed = true
    const { output, exitCode } = await one.mended('engine', 'install-engine')
    expect(output).toMatch(/docker\.io/)
    expect(exitCode, output).toBe(0)
    expect(problemsIn(await one.examined())).toEqual([])
  })

  it('forbidden to this user: told by the command line, which ends with 1', async () => {
    const nobody = 65_534
    const tsx = join(process.cwd(), 'node_modules/tsx/dist/cli.mjs')
    const home = join(folder, 'nobody')
    await mkdir(home)
    await chmod(home, 0o777)
    const env = { ...process.env, ...rig.env, HOME: home, BERTH_HOME: home, TMPDIR: home }
    const child = spawn(process.execPath, [tsx, 'electron/cli.ts', 'doctor', '--json'], {
      env,
      uid: nobody,
      gid: nobody,
    })
    const [said, complaint, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.once('close', resolve)),
    ])
    expect(code, complaint).toBe(1)
    const { checks } = DoctorStateSchema.parse(JSON.parse(said))
    expect(problemsIn(checks)).toEqual(['engine: engine-forbidden'])
    const found = checks.find(({ id }) => id === 'engine')
    expect(found?.evidence).toMatch(/EACCES/)
    expect(found?.fixes).toMatchObject([
      { id: 'join-docker-group', commands: ['sudo usermod --append --groups docker nobody'], applies: 'no' },
    ])
  })

  it('DOCKER_HOST leads nowhere while another engine answers', async () => {
    const runtime = await runtimeFolder()
    const one = await ward({ DOCKER_HOST: 'unix:///nowhere/docker.sock', XDG_RUNTIME_DIR: runtime })
    expect(problemsIn(await one.examined())).toEqual(['engine: engine-wrong-address'])
    expect(one.check('engine')).toMatchObject({
      params: { source: 'DOCKER_HOST', other: `unix://${runtime}/docker.sock` },
      fixes: [{ id: 'unset-docker-host', applies: 'no' }],
    })
  })

  it('the context does not answer, and another engine is used: said as advice', async () => {
    const DOCKER_CONFIG = await contextTo('old-box', 'unix:///nowhere/docker.sock')
    const one = await ward({ DOCKER_HOST: undefined, DOCKER_CONFIG, XDG_RUNTIME_DIR: await runtimeFolder() })
    expect(problemsIn(await one.examined())).toEqual([])
    expect(one.check('engine')).toMatchObject({
      state: 'advice',
      finding: 'engine-context-dead',
      params: { context: 'old-box' },
    })
  })

  it('the context leads to an engine without the GPUs that another has', { timeout: 600_000 }, async () => {
    const other = await up({ name: 'doctor-other', scenario: 'a100x2', toolkit: false })
    try {
      const first = await ward()
      await first.machine.run(['nvidia-ctk', 'runtime', 'configure', '--runtime=docker'], {
        signal: AbortSignal.timeout(20_000),
        milliseconds: 20_000,
      })
      await rig.stopEngine('term')
      await rig.startEngine()
      const DOCKER_CONFIG = await contextTo('box', other.dockerHost)
      const { stderr } = await onThe(other).docker('run', '--rm', '--gpus', 'all', other.images.tiny, 'true')
      expect(stderr).toMatch(/could not select device driver/)
      const one = await ward({
        DOCKER_HOST: undefined,
        DOCKER_CONFIG,
        XDG_RUNTIME_DIR: await runtimeFolder(),
      })
      expect(problemsIn(await one.examined())).toEqual(['engine-setup: setup-other-engine'])
      expect(one.check('engine-setup')).toMatchObject({
        params: { context: 'box', address: other.dockerHost },
        fixes: [{ id: 'use-default-context', commands: ['docker context use default'] }],
      })
    } finally {
      await other.down()
    }
  })
})
