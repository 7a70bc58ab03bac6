// The pre-flight against a real registry, with and without its login, and the check in real containers.
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up, whyRigCannotRun, type Rig } from '../../e2e/rig'
import type { Preflight } from '../../shared/contract/preflight'
import { labels } from '../../shared/model/labels'
import { runCommand } from '../command-line'
import { refusalOf } from '../engine/stage'
import { createRooms, type Rooms } from '../rooms'

const why = await whyRigCannotRun()
if (why !== null) process.stderr.write(`Pre-flight tests are skipped: ${why}\n`)

describe.skipIf(why !== null)('the pre-flight on a workstation', () => {
  let rig: Rig
  let home = ''
  let rooms: Rooms
  const log: string[] = []
  const opened: Rooms[] = []

  async function roomsWith(env: Record<string, string> = {}): Promise<Rooms> {
    const made = await createRooms({
      ...{ mode: 'headless', version: '0', folder: home, log: (line) => log.push(line) },
      openStore: ({ folder: cwd, name }) => new Conf<Record<string, unknown>>({ cwd, configName: name }),
      env: { ...process.env, ...rig.env, ...env },
    })
    opened.push(made)
    // Waits for the first connection, and refuses when it fails.
    await made.services.engine.containers.list()
    return made
  }
  const look = (reference: string, fresh = false, on = rooms) =>
    on.services.preflight.look({ reference, fresh })

  beforeAll(async () => {
    rig = await up()
    await rig.setScenario('a100x2')
    home = await mkdtemp(join(tmpdir(), 'berth-preflight-'))
    rooms = await roomsWith()
  })
  afterAll(async () => {
    for (const made of opened) await made.dispose()
    await rm(home, { recursive: true, force: true })
  })

  /** Straight into the registry, as a push would. */
  async function put(path: string, body: string, type: string): Promise<void> {
    const { host, username, password } = rig.registry
    const authorization = `Basic ${btoa(`${username}:${password}`)}`
    const options = { method: 'PUT', headers: { authorization, 'content-type': type }, body }
    const answer = await fetch(`http://${host}/v2/${path}`, options)
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
  }

  async function putBlob(repository: string, body: string): Promise<string> {
    const { host, username, password } = rig.registry
    const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}` }
    const begun = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST', headers })
    const place = new URL(begun.headers.get('location') ?? '', `http://${host}`)
    place.searchParams.set('digest', sha256(body))
    const done = await fetch(place, { method: 'PUT', headers, body })
    if (done.status !== 201) throw new Error(`${done.status}: ${await done.text()}`)
    return sha256(body)
  }

  /** An image of one small layer for this architecture; its manifest's descriptor. */
  async function putImage(repository: string, architecture: string, env: string[]) {
    const layer = `a layer for ${architecture}`
    const [layerDigest] = [await putBlob(repository, layer)]
    const rootfs = { type: 'layers', diff_ids: [sha256(`unpacked ${architecture}`)] }
    const config = JSON.stringify({ architecture, os: 'linux', config: { Env: env }, rootfs })
    const configDigest = await putBlob(repository, config)
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const manifest = JSON.stringify({
      ...{ schemaVersion: 2, mediaType },
      config: {
        ...{
          mediaType: 'application/vnd.oci.image.config.v1+json',
          digest: configDigest,
          size: config.length,
        },
      },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
          ...{ digest: layerDigest, size: layer.length },
        },
      ],
    })
    await put(`${repository}/manifests/${sha256(manifest)}`, manifest, mediaType)
    return {
      mediaType,
      digest: sha256(manifest),
      size: manifest.length,
      platform: { os: 'linux', architecture },
    }
  }

  it('reads under 100 KB and within two seconds what a pull would bring, above the layers that are here', async () => {
    const { jupyterRemote, jupyter } = rig.images
    await rooms.services.engine.images.remove(jupyterRemote).catch(() => undefined)
    const started = performance.now()
    const found = await look(jupyterRemote)
    // All of it, as somebody waits for it: cards and layers that are here as well.
    expect(performance.now() - started).toBeLessThan(2000)
    process.stdout.write(`pre-flight of ${jupyterRemote}: ${figures(found)}\n`)
    expect(found).toMatchObject({ from: 'registry', digest: expect.stringMatching(/^sha256:/) as string })
    expect(found.readBytes).toBeLessThan(100_000)
    expect(found.milliseconds).toBeLessThan(2000)
    const { size } = found
    if (size === null) throw new Error('no size')
    // Four layers of ballast on top of the image that is here.
    expect(size.layers).toBeGreaterThan(4)
    expect(size.downloadBytes).toBeGreaterThan(0)
    expect(size.downloadBytes).toBeLessThan(size.totalBytes)
    expect(size.freeAfterBytes).toBeGreaterThan(0)

    // The estimate against what a pull of the whole really unpacks to.
    const here = await look(jupyter)
    expect(here).toMatchObject({ from: 'engine', readBytes: 0, digest: null, size: { downloadBytes: 0 } })
    const whole = size.totalBytes - size.downloadBytes
    const factor = (here.size?.unpackedBytes ?? 0) / whole
    process.stdout.write(`unpacked to packed, of ${jupyter}: ${factor.toFixed(2)}\n`)
    expect(factor).toBeGreaterThan(1.5)
    expect(factor).toBeLessThan(4)
  })

  it('needs the login where the registry asks for it, and none where it does not', async () => {
    const stranger = await roomsWith({ DOCKER_CONFIG: '/nowhere' })
    const { jupyterRemote } = rig.images
    expect(await refusalOf(look(jupyterRemote, true, stranger))).toMatchObject({
      code: 'RegistryUnauthorised',
      params: { image: jupyterRemote, registry: rig.registry.host },
    })
    const open = jupyterRemote.replace(rig.registry.host, rig.registry.anonymousHost)
    expect(await look(open, true, stranger)).toMatchObject({ from: 'registry' })
  })

  it('finds this machine’s platform in an index, and says of one without it what it is built for', async () => {
    const { host } = rig.registry
    const repository = 'berth/two-platforms'
    const index = 'application/vnd.oci.image.index.v1+json'
    const [amd, arm] = [
      await putImage(repository, 'amd64', ['CUDA_VERSION=12.8.1']),
      await putImage(repository, 'arm64', ['CUDA_VERSION=11.8.0']),
    ]
    const body = (manifests: object[]) => JSON.stringify({ schemaVersion: 2, mediaType: index, manifests })
    await put(`${repository}/manifests/both`, body([arm, amd]), index)
    await put(`${repository}/manifests/arm`, body([arm]), index)
    const both = await look(`${host}/${repository}:both`)
    process.stdout.write(`pre-flight of an index of two: ${figures(both)}\n`)
    const mine = rooms.services.engine.up().architecture === 'aarch64' ? arm : amd
    expect(both).toMatchObject({
      digest: mine.digest,
      facts: { architectures: ['arm64', 'amd64'], cuda: { from: 'env' } },
      size: { layers: 1 },
    })
    if (mine === arm) return
    expect(both.facts.cuda?.value).toBe('12.8.1')
    expect(await look(`${host}/${repository}:arm`)).toMatchObject({
      ...{ digest: null, size: null, verdict: { is: 'will-not-run' } },
      facts: { architectures: ['arm64'] },
    })
  })

  it('refuses a tag, a name and a registry that are not there, and what is no reference', async () => {
    const { host } = rig.registry
    const codes = await Promise.all(
      [
        rig.images.tiny.replace(/:[^:]+$/, ':no-such-tag'),
        `${host}/berth/no-such-image:1`,
        '127.0.0.1:9/berth/tiny:1',
        'UPPER/case',
      ].map(async (reference) => (await refusalOf(look(reference))).code),
    )
    expect(codes).toEqual(['ImageTagUnknown', 'ImageUnknown', 'RegistryUnreachable', 'InvalidInput'])
  })

  it('asks once for those who ask at once, and again only when wished', async () => {
    const { plainRemote } = rig.images
    await rooms.services.engine.images.remove(plainRemote).catch(() => undefined)
    const [one, two] = await Promise.all([look(plainRemote, true), look(plainRemote, true)])
    expect(one.milliseconds).toBe(two.milliseconds)
    const started = performance.now()
    await look(plainRemote)
    process.stdout.write(`a look that is remembered: ${Math.round(performance.now() - started)} ms\n`)
  })

  it('gives the catalogue’s verdicts without asking anybody', async () => {
    const references = ['quay.io/jupyter/pytorch-notebook:cuda12-2025-08-18', 'nowhere.example/unknown:1']
    const started = performance.now()
    const verdicts = await rooms.services.preflight.verdicts(references)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(Object.keys(verdicts)).toEqual(references)
    expect(verdicts[references[0] ?? '']?.reasons.length).toBeGreaterThan(0)
  })

  describe('the check', () => {
    const helpers = async () =>
      (await rooms.services.engine.containers.list()).filter(({ name }) => name.startsWith('berth-check-'))

    it('says by nvidia-smi which cards an image without torch sees, with Python and without', async () => {
      for (const reference of [rig.images.plain, rig.images.tiny]) {
        expect(await rooms.services.preflight.lastCheck(reference)).toBeNull()
        const check = await rooms.services.preflight.check(reference)
        process.stdout.write(`check of ${reference}: ${check.seconds} s by ${check.by}\n`)
        expect(check).toMatchObject({ image: reference, by: 'nvidia-smi', torch: null })
        expect(check.cards).toHaveLength(2)
        expect(check.cards[0]).toMatchObject({ capability: '8.0', error: '' })
        expect(await rooms.services.preflight.lastCheck(reference)).toEqual(check)
      }
      expect(await helpers()).toEqual([])
    })

    it('outlives the app on disk', async () => {
      const check = await rooms.services.preflight.lastCheck(rig.images.plain)
      await opened.splice(opened.indexOf(rooms), 1)[0]?.dispose()
      rooms = await roomsWith()
      expect(check).not.toBeNull()
      expect(await rooms.services.preflight.lastCheck(rig.images.plain)).toEqual(check)
    })

    it('refuses an image that is not here', async () => {
      const { preflight } = rooms.services
      expect((await refusalOf(preflight.check(`${rig.registry.host}/berth/away:1`))).code).toBe('NotFound')
    })

    it('is cancelled, and its container is gone all the same', async () => {
      const stop = new AbortController()
      const checking = refusalOf(rooms.services.preflight.check(rig.images.plain, stop.signal))
      await expect.poll(async () => (await helpers()).length, { timeout: 10_000, interval: 20 }).toBe(1)
      const [container] = await helpers()
      expect(container?.labels).toMatchObject({ [labels.made]: '1' })
      expect(container?.labels[labels.environment]).toBeUndefined()
      stop.abort()
      expect((await checking).code).toBe('Cancelled')
      expect(await helpers()).toEqual([])
    })

    it('sees no card where there is none', async () => {
      await rig.setScenario('none')
      try {
        const check = await (await roomsWith()).services.preflight.check(rig.images.plain)
        expect(check).toMatchObject({ by: 'nothing', cards: [] })
        expect(check.raw).toMatch(/by_torch: No module named/)
      } finally {
        await rig.setScenario('a100x2')
      }
    })
  })

  describe('berth preflight', () => {
    async function berth(...args: string[]) {
      const out: string[] = []
      const err: string[] = []
      const code = await runCommand(['preflight', ...args], {
        ...{ out: (text) => out.push(text), err: (text) => err.push(text), log: () => undefined },
        ...{
          env: process.env,
          version: '0',
          pageFolder: '',
          rooms: () => Promise.resolve(rooms),
          input: () => Promise.resolve(''),
        },
        signal: new AbortController().signal,
      })
      return { code, out: out.join('\n'), err: err.join('\n') }
    }

    it('ends with 0, 1 or 2, and prints what it found', async () => {
      const { host } = rig.registry
      const good = await berth(`${host}/berth/two-platforms:both`)
      expect(good).toMatchObject({ code: 0, err: '' })
      expect(good.out).toMatch(/to download/)
      process.stdout.write(`${good.out}\n`)
      const bad = await berth(`${host}/berth/two-platforms:arm`)
      expect(bad).toMatchObject({ code: 1, err: '' })
      expect(bad.out).toMatch(
        /: Will not run\n {2}Built for arm64; this machine is amd64\.\n {4}→ Choose an image/,
      )
      const none = await berth(`${host}/berth/two-platforms:none`)
      expect(none).toMatchObject({ code: 2, out: '' })
      expect(none.err).toMatch(/ImageTagUnknown/)
      expect((await berth()).code).toBe(2)
    })

    it('prints JSON of the contract, also of a refusal', async () => {
      const { host } = rig.registry
      const good = await berth(`${host}/berth/two-platforms:both`, '--json')
      expect(JSON.parse(good.out)).toMatchObject({
        from: 'registry',
        verdict: { is: expect.any(String) as string },
      })
      const none = await berth(`${host}/berth/two-platforms:none`, '--json')
      expect(none.code).toBe(2)
      expect(JSON.parse(none.out)).toMatchObject({ refused: { code: 'ImageTagUnknown' } })
    })
  })
})

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

function figures({ readBytes, milliseconds, size, verdict }: Preflight): string {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  const pull = size === null ? '' : `, ${mb(size.downloadBytes)} of ${mb(size.totalBytes)} to download`
  return `${readBytes} bytes read in ${milliseconds} ms${pull}: ${verdict.is}`
}
