// On a machine with an NVIDIA card: the stream and the parsers against the real nvidia-smi, and a real allocation under its
// owner. `BERTH_REAL_GPU=1 npm run test:gpu`; what the tool printed is kept below BERTH_GPU_OUTPUTS for new fixtures.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GpuState } from '../../shared/contract/gpus'
import type { GpuUse } from '../../shared/contract/processes'
import { createProcesses } from '../processes'
import type { GpuRoom, ProcessRoom, Watch } from '../services'
import { createGpus, localCommands } from '.'

const wanted = (process.env['BERTH_REAL_GPU'] ?? '') !== ''
if (!wanted) process.stderr.write('\nSKIPPED: the real nvidia-smi is asked with BERTH_REAL_GPU=1 only\n\n')

const execute = promisify(execFile)
const allocatedMiB = 1024
/** The driver's API through ctypes: no CUDA toolkit is needed, only what comes with the driver. */
const allocate = `
import ctypes, sys, time
cuda = ctypes.CDLL("libcuda.so.1")
def call(name, *rest):
    code = getattr(cuda, name)(*rest)
    if code: sys.exit(f"{name}: {code}")
device, context, memory = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_void_p()
call("cuInit", 0)
call("cuDeviceGet", ctypes.byref(device), 0)
call("cuCtxCreate_v2", ctypes.byref(context), 0, device)
call("cuMemAlloc_v2", ctypes.byref(memory), ctypes.c_size_t(${allocatedMiB} << 20))
print("held", flush=True)
time.sleep(120)
`

describe.skipIf(!wanted)('on a real card', () => {
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const run = localCommands({ env: process.env })
  const stop = new AbortController()
  const children: ChildProcess[] = []
  let gpus: GpuRoom
  let processes: ProcessRoom
  let states: GpuState[] = []
  let use: GpuUse = { is: 'looking' }

  beforeAll(() => {
    gpus = createGpus({ run, log, now: Date.now })
    const containers = { list: () => [], watch: () => nothing() }
    processes = createProcesses({ run, gpus, containers, log, now: Date.now })
    void follow(gpus.watch, (state) => (states = [...states.slice(-4), state]))
    void follow(processes.watch, (state) => (use = state))
  })
  afterAll(async () => {
    stop.abort()
    for (const child of children) child.kill('SIGKILL')
    await processes.dispose()
    await gpus.dispose()
  })

  async function follow<T>(watch: Watch<T>, see: (value: T) => void): Promise<void> {
    for await (const value of watch(stop.signal)) see(value)
  }

  it('reads in every card what the tool itself lists', async () => {
    await expect.poll(() => states.at(-1)?.is, { timeout: 60_000 }).toBe('live')
    const asked = ['--query-gpu=index,uuid,name,memory.total', '--format=csv,noheader,nounits']
    const { stdout } = await execute('nvidia-smi', asked)
    const last = states.at(-1)
    const cards = last?.is === 'live' ? last.cards : []
    const read = cards.map((card) => [card.index, card.uuid, card.name, card.memoryTotalMiB].join(', '))
    expect(read).toEqual(stdout.trim().split('\n'))
    for (const card of cards) {
      expect(card.health).toBe('ok')
      expect(card.memoryUsedMiB).toBeLessThanOrEqual(card.memoryTotalMiB ?? 0)
      expect(card.utilisationPercent).toBeLessThanOrEqual(100)
      expect(card.temperatureCelsius).toBeGreaterThan(0)
    }
    expect(last).toMatchObject({ simulated: null, driver: expect.stringMatching(/^\d+\.\d+/) as string })
  })

  it('goes on once a second', async () => {
    const at = () => states.flatMap((state) => (state.is === 'live' ? [state.at] : []))
    const begun = at().at(-1) ?? 0
    await expect.poll(() => (at().at(-1) ?? 0) - begun, { timeout: 20_000 }).toBeGreaterThan(2500)
  })

  it('shows a process that holds memory under its own name, or says that it is numbered elsewhere', async () => {
    const child = spawn('python3', ['-c', allocate], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error('it ended before it held any memory')),
    )
    const said = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer]
    ended.catch(() => undefined)
    expect(said[0].toString()).toContain('held')
    const held = () => (use.is === 'live' ? use.processes : [])
    const enough = () =>
      held().filter(({ holds }) => holds.some(({ memoryMiB }) => (memoryMiB ?? 0) >= allocatedMiB))
    await expect.poll(() => enough().length, { timeout: 20_000 }).toBeGreaterThan(0)
    const ours = enough().find(({ pid }) => pid === child.pid)
    // In a container of its own PID namespace the driver's numbers are not ours, and nobody may guess.
    if (ours === undefined) expect(enough().map(({ owner }) => owner.is)).toContain('unknown')
    else
      expect(ours).toMatchObject({
        owner: { is: 'host' },
        command: expect.stringContaining('python3') as string,
      })
    child.kill('SIGKILL')
    await expect.poll(() => held().filter(({ pid }) => pid === child.pid), { timeout: 20_000 }).toEqual([])
  })

  it('keeps what the tool printed, where it is asked to', async ({ skip }) => {
    const folder = process.env['BERTH_GPU_OUTPUTS'] ?? ''
    if (folder === '') return skip('BERTH_GPU_OUTPUTS names no folder')
    await mkdir(folder, { recursive: true })
    const questions = {
      list: ['-L'],
      table: [],
      topology: ['topo', '-m'],
      xml: ['-q', '-x'],
      fields: ['--help-query-gpu'],
    }
    for (const [name, args] of Object.entries(questions)) {
      const { stdout } = await execute('nvidia-smi', args, { maxBuffer: 2 ** 24 })
      expect(stdout).not.toBe('')
      await writeFile(join(folder, `${name}.txt`), stdout)
    }
  })
})

async function* nothing() {
  yield await Promise.resolve([])
}
