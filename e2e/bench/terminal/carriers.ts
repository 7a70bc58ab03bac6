// How fast a container's output reaches the main process, beside a program on a local pseudoterminal: through the terminal
// room's own shells, to a consumer that only counts.
import { join } from 'node:path'
import { createEngine, type Engine } from '../../../electron/engine'
import { prepareOpening } from '../../../electron/terminal/opening'
import { createShellRecord } from '../../../electron/terminal/record'
import { createSweeper } from '../../../electron/terminal/sweep'
import type { TerminalRequest } from '../../../electron/services'
import { median, oneMB, rounded } from '../figures'
import type { Ground } from './ground'

const rounds = 5
/** How often the 50 MB are written in one round. */
const repeats = 3
const begin = '<begin>'

type Way = 'engine' | 'cli' | 'local'

export async function measureCarriers(ground: Ground): Promise<{
  engineMBps: number
  cliMBps: number
  localMBps: number
  ratio: number
}> {
  const log = () => undefined
  const env = { ...process.env, ...ground.on.rig.env }
  const engine = createEngine({ address: () => '', env, home: '/nowhere', log })
  try {
    await connected(engine)
    const speeds: Record<Way, number[]> = { engine: [], cli: [], local: [] }
    for (let round = 0; round < rounds; round += 1)
      for (const way of ['engine', 'local', 'cli'] as const)
        speeds[way].push(await speedOf(way, ground, { engine, env, log }))
    return {
      engineMBps: rounded(median(speeds.engine), 1),
      cliMBps: rounded(median(speeds.cli), 1),
      localMBps: rounded(median(speeds.local), 1),
      // Within each round, so that a slow moment of the machine's counts for both.
      ratio: rounded(median(speeds.engine.map((speed, round) => speed / (speeds.local[round] ?? NaN)))),
    }
  } finally {
    await engine.dispose()
  }
}

async function connected(engine: Engine): Promise<void> {
  for await (const { is } of engine.watch(AbortSignal.timeout(20_000))) if (is === 'up') return
}

type Around = { engine: Engine; env: Record<string, string | undefined>; log: (text: string) => void }

/** MB/s from the first byte of the file to the last. */
async function speedOf(way: Way, ground: Ground, { engine, env, log }: Around): Promise<number> {
  const [plain] = ground.floods
  if (plain === undefined) throw new Error('there is no flood')
  const { inContainer, onHost } = ground.fileOf(plain)
  const file = way === 'local' ? onHost : inContainer
  const bytes = plain.written.length * repeats
  const request: TerminalRequest = {
    target: way === 'local' ? { is: 'host' } : { is: 'container', containerId: ground.container.id },
    carrier: way === 'engine' ? 'engine' : 'pty',
    cols: 120,
    rows: 40,
  }
  const signal = AbortSignal.timeout(60_000)
  const record = createShellRecord(join(ground.on.profile, 'bench'), log)
  const around = { engine, env, record, sweep: createSweeper(engine), signal }
  const { openShell } = await prepareOpening('bench2bench2aaaa', request, around)
  let [head, came, since] = ['', 0, 0]
  let finish: (seconds: number) => void = () => undefined
  const finished = new Promise<number>((resolve, reject) => {
    finish = resolve
    signal.addEventListener('abort', () =>
      reject(new Error(`the ${way} carrier brought ${came} of ${bytes} bytes`)),
    )
  })
  const onBytes = (chunk: Uint8Array) => {
    if (since > 0) came += chunk.length
    else {
      head += Buffer.from(chunk).toString('latin1')
      const at = head.indexOf(begin)
      if (at < 0) return
      since = performance.now()
      came = head.length - at - begin.length
    }
    if (came >= bytes) finish((performance.now() - since) / 1000)
  }
  const shell = await openShell({ onBytes, onEnd: () => undefined })
  try {
    // Raw: the line discipline would write CR LF for each LF, and count as the carrier's work.
    const files = Array.from({ length: repeats }, () => file).join(' ')
    shell.write(Buffer.from(`stty raw -echo; printf '<be''gin>'; cat ${files}\n`))
    return bytes / oneMB / (await finished)
  } finally {
    await shell.kill(AbortSignal.timeout(10_000))
  }
}
