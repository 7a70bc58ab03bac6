// The room between an engine and a registry that the test controls: who is asked, and what is known when nobody answers.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { GpuState } from '../../shared/contract/gpus'
import type { CatalogueEntry } from '../../shared/contract/launch'
import { createEngine } from '../engine'
import { dockerAnswers, openStandIn, type Answers } from '../engine/stand-in'
import { refusalOf } from '../engine/stage'
import { createRegistry } from '../registry'
import { imageOf, openRegistryStandIn, serve } from '../registry/registry.test-support'
import { standIn } from '../stand-in'
import { createPreflight } from '.'
import { compatHost } from './host'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

const card = {
  ...{
    index: 0,
    uuid: 'GPU-1',
    name: 'NVIDIA A100-SXM4-80GB',
    health: 'ok' as const,
    computeCapability: '8.0',
  },
  ...{
    utilisationPercent: 0,
    memoryTotalMiB: 80_000,
    memoryUsedMiB: 0,
    temperatureCelsius: 30,
    powerWatts: 60,
  },
  ...{ powerLimitWatts: 400, fanPercent: null, smClockMHz: 210, performanceState: 'P0' },
  ...{ migEnabled: false, throttling: [] },
}
const live: GpuState = {
  ...{ is: 'live', at: 0, driver: '570.86.15', cuda: '12.8', simulated: null },
  cards: [card],
}

const entry = (image: string, change: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  ...{
    id: image,
    title: image,
    image,
    kind: 'pytorch',
    origin: 'catalogue',
    cuda: '12.8',
    framework: 'PyTorch 2.9.0',
  },
  ...{ python: null, jupyter: true, downloadBytes: null, minDriver: '525.60.13', architectures: ['amd64'] },
  ...{ note: '', source: '', present: false },
  ...change,
})

/** `engine` null: there is none. */
async function room({
  answers = {},
  entries = [],
}: { answers?: Answers | null; entries?: CatalogueEntry[] } = {}) {
  const info = { Name: 'box', Architecture: 'x86_64', RegistryConfig: { Mirrors: [] } }
  const engineAnswers = {
    ...dockerAnswers,
    '/info': { body: info },
    '/images/json': { body: [] },
    ...answers,
  }
  const server = answers === null ? null : await openStandIn(engineAnswers)
  const address = server?.address ?? 'unix:///nowhere/docker.sock'
  const engine = createEngine({ address: () => address, env: {}, home: '/nowhere', log: () => undefined })
  const folder = await mkdtemp(join(tmpdir(), 'berth-preflight-'))
  const log = () => undefined
  const credentials = () => Promise.resolve(null)
  let sampled = 0
  const preflight = await createPreflight({
    ...{ engine, stateFolder: folder, log, now: () => 1000, entries: () => entries, limits: { look: 1000 } },
    registry: createRegistry({ env: {}, home: '/nowhere', certificates: [], credentials, log }),
    gpus: standIn({
      state: () => live,
      sample() {
        sampled += 1
        return Promise.resolve(live)
      },
    }),
  })
  cleanups.push(async () => {
    await preflight.dispose()
    await engine.dispose()
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })
  for await (const state of engine.watch(new AbortController().signal)) if (state.is !== 'connecting') break
  return { preflight, sampled: () => sampled }
}

async function registryWith(name: string, image = imageOf()) {
  const registry = await openRegistryStandIn()
  cleanups.push(() => registry.close())
  serve(registry, name, image, '1')
  return { registry, reference: `${registry.host}/${name}:1`, image }
}
const look = (reference: string) => ({ reference, fresh: false })

it('reads an image that is here from the engine, and no registry is asked', async () => {
  const { registry, reference } = await registryWith('lab/x')
  const here = {
    ...{ Id: `sha256:${'a'.repeat(64)}`, Architecture: 'amd64', Os: 'linux', Size: 5000 },
    ...{ Config: { Env: ['CUDA_VERSION=12.4.0'] }, RootFS: { Layers: ['sha256:1', 'sha256:2'] } },
  }
  const { preflight } = await room({ answers: { [`/images/${reference}/json`]: { body: here } } })
  expect(await preflight.look(look(reference))).toMatchObject({
    ...{ from: 'engine', digest: null, readBytes: 0, verdict: { is: 'runs' } },
    facts: { cuda: { value: '12.4.0', from: 'env' } },
    size: { layers: 2, downloadBytes: 0, unpackedBytes: 5000 },
  })
  expect(registry.asked).toEqual([])
})

it('asks the registry once, and works out size and verdict afresh', async () => {
  const { registry, reference, image } = await registryWith('lab/x', imageOf({ layers: [1000, 500] }))
  const [first = ''] = (JSON.parse(image.config.toString('utf8')) as { rootfs: { diff_ids: string[] } })
    .rootfs.diff_ids
  const id = `sha256:${'b'.repeat(64)}`
  const below = { Id: id, Architecture: 'amd64', Os: 'linux', RootFS: { Layers: [first] } }
  const answers: Answers = { '/images/json': { body: [] } }
  const { preflight } = await room({ answers })
  const [one, two] = await Promise.all([preflight.look(look(reference)), preflight.look(look(reference))])
  expect(one).toMatchObject({ from: 'registry', digest: image.digest, size: { downloadBytes: 1500 } })
  expect(two.milliseconds).toBe(one.milliseconds)
  expect(registry.asked).toHaveLength(2)
  await preflight.look({ reference, fresh: true })
  expect(registry.asked).toHaveLength(4)

  const other = await room({
    answers: { '/images/json': { body: [{ Id: id }] }, [`/images/${id}/json`]: { body: below } },
  })
  expect((await other.preflight.look(look(reference))).size).toMatchObject({
    totalBytes: 1500,
    downloadBytes: 500,
  })
})

it('looks without an engine as well', async () => {
  const { reference } = await registryWith('lab/x')
  const { preflight } = await room({ answers: null })
  expect(await preflight.look(look(reference))).toMatchObject({
    from: 'registry',
    size: { freeAfterBytes: null },
  })
})

it('falls back on the catalogue when the registry is away, and refuses what the catalogue does not know', async () => {
  const known = '127.0.0.1:9/lab/known:1'
  const { preflight } = await room({ entries: [entry(known)] })
  expect(await preflight.look(look(known))).toMatchObject({
    ...{ from: 'catalogue', size: null, readBytes: 0 },
    facts: { cuda: { value: '12.8', from: 'catalogue' } },
  })
  expect((await refusalOf(preflight.look(look('127.0.0.1:9/lab/other:1')))).code).toBe('RegistryUnreachable')
  expect((await refusalOf(preflight.look(look('not a reference')))).code).toBe('InvalidInput')
})

it('proposes what does run instead of what will not', async () => {
  const { reference } = await registryWith(
    'lab/x',
    imageOf({ env: ['CUDA_VERSION=13.0.0', 'PYTORCH_VERSION=2.9.0'] }),
  )
  const { preflight } = await room({ entries: [entry('example.org/lab/runs:1')] })
  const found = await preflight.look(look(reference))
  expect(found.verdict.is).toBe('will-not-run')
  expect(found.nearest).toEqual([
    { id: 'example.org/lab/runs:1', title: 'example.org/lab/runs:1', image: 'example.org/lab/runs:1' },
  ])
})

it('gives verdicts of many references with one look at the cards, and asks no registry', async () => {
  const { registry, reference } = await registryWith('lab/x')
  const { preflight, sampled } = await room({ entries: [entry(reference)] })
  const verdicts = await preflight.verdicts([reference, 'unknown.example/x:1'])
  expect(Object.keys(verdicts)).toEqual([reference, 'unknown.example/x:1'])
  expect(registry.asked).toEqual([])
  expect(sampled()).toBe(0) // the last state is a second old
})

it('knows a driver that is not there from one that nobody can see', () => {
  const down = { is: 'connecting' as const, since: 0 }
  const failed = { is: 'failed' as const, raw: '', exitCode: 9, retryAt: 0 }
  expect(compatHost(down, live)).toMatchObject({ driver: '570.86.15', cards: [{ capability: '8.0' }] })
  expect(compatHost(down, { is: 'absent', reason: 'no-nvidia-smi', raw: '' })).toMatchObject({
    driver: null,
    driverKnown: true,
  })
  expect(compatHost(down, { ...failed, reason: 'no-driver' })).toMatchObject({
    driver: null,
    driverKnown: true,
  })
  expect(compatHost(down, { ...failed, reason: 'mismatch' })).toMatchObject({
    driver: null,
    driverKnown: false,
  })
  expect(compatHost(down, null)).toMatchObject({ driver: null, driverKnown: false, cards: [] })
})
