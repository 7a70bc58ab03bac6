import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { goneWithin, pidOf, send, startDaemon, stopDaemon } from './daemon'
import { ping } from './engine-api'
import type { Place } from './place'
import { searchPath } from './requirements'

/** The private engine: a containerd and a dockerd of the rig's own. */
export type EngineSpec = {
  place: Place
  subnet: number
  toolkit: boolean
  /** See RigRecord. */
  programs: string
  signal?: AbortSignal | undefined
}

const pidFiles = (place: Place) => ({
  dockerd: join(place.run, 'dockerd.json'),
  containerd: join(place.run, 'containerd.json'),
})

export async function startEngine(spec: EngineSpec): Promise<void> {
  const { place } = spec
  await thawEngine(place)
  await startContainerd(spec)
  await startDockerd(spec)
  const socket = place.socket
  await answering(`dockerd (log: ${join(place.logs, 'dockerd.log')})`, spec.signal, () => ping(socket))
}

async function startContainerd({ place, programs }: EngineSpec): Promise<void> {
  const config = join(place.data, 'containerd.toml')
  await mkdir(place.containerdData, { recursive: true })
  await writeFile(
    config,
    `version = 2
root = "${place.containerdData}"
state = "${join(place.run, 'containerd')}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${place.containerdSocket}"
`,
  )
  await startDaemon({
    pidFile: pidFiles(place).containerd,
    logFile: join(place.logs, 'containerd.log'),
    command: ['containerd', '--config', config, '--log-level', 'warn'],
    env: { ...process.env, PATH: pathOf(programs, searchPath) },
  })
}

async function startDockerd({ place, subnet, toolkit, programs }: EngineSpec): Promise<void> {
  const config = place.daemonConfig // Not the machine's /etc/docker/daemon.json.
  await provideConfig(place)
  await startDaemon({
    pidFile: pidFiles(place).dockerd,
    logFile: join(place.logs, 'dockerd.log'),
    command: [
      'dockerd',
      ...['--config-file', config],
      ...['--host', `unix://${place.socket}`],
      ...['--containerd', place.containerdSocket],
      ...['--data-root', place.engineData],
      ...['--exec-root', join(place.run, 'exec')],
      ...['--pidfile', join(place.run, 'docker.pid')],
      ...['--bridge', place.bridge],
      ...['--default-address-pool', `base=10.${subnet}.128.0/17,size=24`],
      '--iptables=false',
      '--ip-masq=false',
      ...['--log-level', 'warn'],
    ],
    // dockerd offers --gpus when it finds nvidia-container-runtime-hook on its PATH at start.
    env: { ...process.env, PATH: pathOf(programs, toolkit ? place.toolkit : '', searchPath) },
  })
}

function pathOf(...folders: string[]): string {
  return folders.filter((folder) => folder !== '').join(':')
}

/** What was configured on the workstation stays, as it does over a restart. */
async function provideConfig(place: Place): Promise<void> {
  try {
    await writeFile(place.daemonConfig, '{}', { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** The workstation is new again: before a rig comes up, and when it goes down. */
export async function forgetConfig(place: Place): Promise<void> {
  await rm(place.daemonConfig, { force: true })
}

export async function stopEngine(
  place: Place,
  how: 'term' | 'kill' | 'freeze',
  signal?: AbortSignal,
): Promise<void> {
  const file = pidFiles(place).dockerd
  const pid = await pidOf(file)
  if (pid === null) return
  switch (how) {
    case 'freeze':
      send(pid, 'SIGSTOP')
      return
    case 'kill':
      send(pid, 'SIGKILL')
      if (!(await goneWithin(file, 10_000, signal)))
        throw new Error(`dockerd (pid ${pid}) survived KILL for 10 s.`)
      // While its last threads end it still has a pid, and the next one would take it for a daemon that runs.
      await rm(join(place.run, 'docker.pid'), { force: true })
      return
    case 'term':
      await stopDaemon(file, { graceMilliseconds: 30_000, signal })
  }
}

/** dockerd takes SIGHUP as "read the configuration again". */
export async function reloadEngine(place: Place): Promise<void> {
  const pid = await pidOf(pidFiles(place).dockerd)
  if (pid === null) throw new Error('dockerd does not run.')
  send(pid, 'SIGHUP')
}

export async function stopContainerd(place: Place, signal?: AbortSignal): Promise<void> {
  await stopDaemon(pidFiles(place).containerd, { graceMilliseconds: 10_000, signal })
}

/** A frozen engine runs on; one that is not frozen is not disturbed. */
async function thawEngine(place: Place): Promise<void> {
  const pid = await pidOf(pidFiles(place).dockerd)
  if (pid !== null) send(pid, 'SIGCONT')
}

export async function engineIsRunning(place: Place): Promise<boolean> {
  return (await pidOf(pidFiles(place).dockerd)) !== null
}

export async function answering(
  what: string,
  signal: AbortSignal | undefined,
  answers: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await answers())) {
    signal?.throwIfAborted()
    if (Date.now() > end) throw new Error(`${what} did not answer within 60 s.`)
    await sleep(50)
  }
}
