// Where the folders of a launch lead, and what a mount of them would give away: asked of the machine, judged by shared/model/launch.
import type { EngineUp } from '../../shared/contract/engine'
import {
  judgePath,
  type JudgedPath,
  type MountPlaces,
  type PathJudgement,
  type WantedPath,
} from '../../shared/model/launch'
import { RefusalError } from '../../shared/model/refusal'
import type { Agreements } from '../services'
import type { Machine } from './machine'

type Up = Pick<EngineUp, 'address' | 'local' | 'product'>

export type Judging = {
  machine: Pick<Machine, 'home' | 'otherHomes' | 'real' | 'exists' | 'ignoresCase' | 'runtimeFolder'>
  /** Berth's own settings and state. */
  berthFolder: string
  agreements: Pick<Agreements, 'covers'>
}

/** Where engines keep their sockets; whoever holds one of those is root on the engine's machine. */
const usual = ['/var/run/docker.sock', '/run/docker.sock', '/run/podman/podman.sock']
const alike = [
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/docker/containerd/containerd.sock',
]

export async function judgePaths(
  wanted: readonly WantedPath[],
  up: Up,
  { machine, berthFolder, agreements }: Judging,
): Promise<JudgedPath[]> {
  const places = await placesOf(up, machine, berthFolder)
  return await Promise.all(
    wanted.map(async (each) => {
      // Links on another machine cannot be followed from here: the names must do.
      const real = up.local ? ((await machine.real(each.path)) ?? each.path) : each.path
      const exists = up.local ? await machine.exists(each.path) : true
      const judgement = judgePath([each.path, real], places)
      return { ...each, real, exists, judgement: agreed(judgement, { ...each, path: real }, agreements) }
    }),
  )
}

/**
 * Just before the engine acts: every folder is where it was found to be, and still what was agreed to. What the engine itself
 * finds a moment later cannot be seen from here; whoever can change it by then may write in the folder above.
 */
export async function refuseMoved(binds: readonly Bind[], up: Up, judging: Judging): Promise<void> {
  for (const each of await judgeBinds(binds, up, judging))
    if (each.real !== each.path || each.judgement.is !== 'free' || !each.exists) throw moved(each)
}

/** What was agreed to once stays; what leads elsewhere since, to a place that would be asked about, is refused. */
export async function refuseLedAway(binds: readonly Bind[], up: Up, judging: Judging): Promise<void> {
  for (const each of await judgeBinds(binds, up, judging))
    if (each.real !== each.path && each.judgement.is !== 'free') throw moved(each)
}

type Bind = { source: string; readOnly: boolean }

const judgeBinds = (binds: readonly Bind[], up: Up, judging: Judging) =>
  judgePaths(
    binds.map(({ source, readOnly }) => ({ path: source, readOnly })),
    up,
    judging,
  )

function moved({ path, real, exists }: JudgedPath): RefusalError {
  return new RefusalError('MountRefused', {
    params: { path, real, reason: 'moved' },
    evidence: `${path} → ${exists ? real : ''}`,
  })
}

function agreed(
  judgement: PathJudgement,
  path: WantedPath,
  agreements: Pick<Agreements, 'covers'>,
): PathJudgement {
  return judgement.is === 'asks' && agreements.covers(path) ? { is: 'free' } : judgement
}

async function placesOf(up: Up, machine: Judging['machine'], berthFolder: string): Promise<MountPlaces> {
  const scheme = 'unix://'
  const own = up.address.startsWith(scheme) ? [up.address.slice(scheme.length)] : []
  const { ignoresCase } = machine
  if (!up.local) return { ignoresCase: false, home: '', otherHomes: [], sockets: usual, berth: [] }
  const real = async (path: string) => (await machine.real(path)) ?? path
  const known = [...own, ...usual, ...alike, ...userSockets(machine)]
  const there = await Promise.all(known.map(async (path) => ((await machine.exists(path)) ? [path] : [])))
  const [home, berth, ...led] = await Promise.all([machine.home, berthFolder, ...there.flat()].map(real))
  return {
    ...{ ignoresCase, home: home ?? machine.home, otherHomes: await machine.otherHomes() },
    // Docker Desktop's engine has its sockets in a machine of its own, where these names lead as well.
    sockets: [...led, ...(up.product === 'desktop' ? usual : [])],
    berth: [berthFolder, berth ?? berthFolder],
  }
}

function userSockets({ home, runtimeFolder }: Judging['machine']): string[] {
  const runtime = runtimeFolder()
  return [
    ...[`${home}/.docker/run/docker.sock`, `${home}/.docker/desktop/docker.sock`],
    ...(runtime === '' ? [] : [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`]),
  ]
}
