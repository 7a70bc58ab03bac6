// What is shipped: made here as `npm run package` makes it, read back, started, and attacked from outside.
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { electronBinary } from '../machine'
import { withApp } from './started'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const unpacked = join(root, 'dist/linux-unpacked')
const program = join(unpacked, 'berth-desktop')
const archive = join(unpacked, 'resources/app.asar')
/** As the fuse wire in the binary says it: the character 1. */
const enabled = 0x31
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

test.describe.configure({ mode: 'serial' })

test('npm run package makes the app, its licences and its bill of materials', async () => {
  test.setTimeout(300_000)
  await rm(join(root, 'dist'), { recursive: true, force: true })
  await run('npm', ['run', 'package'], { cwd: root, maxBuffer: 64 * 2 ** 20 })
  const licences = await readFile(join(unpacked, 'resources/THIRD-PARTY-LICENSES.txt'), 'utf8')
  expect(licences).toMatch(/^react \d/m)
  expect(licences).toMatch(/^zod \d/m)
  const sbom = z
    .object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.object({ name: z.string() })) })
    .parse(JSON.parse(await readFile(join(root, 'dist/berth-0.1.0.cdx.json'), 'utf8')))
  expect(sbom.components.map(({ name }) => name)).toContain('zod')
})

test('the fuses of the packaged binary are as electron-builder.yml says', async () => {
  const text = await readFile(join(root, 'electron-builder.yml'), 'utf8')
  const section = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? ''
  const wanted = [...section.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name = '', value]) => ({
    name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    on: value === 'true',
  }))
  const wire: Record<number, number> = { ...(await getCurrentFuseWire(program)) }
  const fuses = Object.fromEntries(
    wanted.map(({ name }) => [name, wire[FuseV1Options[name as keyof typeof FuseV1Options]] === enabled]),
  )
  expect(fuses).toEqual(Object.fromEntries(wanted.map(({ name, on }) => [name, on])))
  expect(fuses).toEqual({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    GrantFileProtocolExtraPrivileges: false,
  })
})

test('the archive holds what runs, and no test, source, source map or place of this machine', () => {
  const files = listPackage(archive, { isPack: false }).map((file) => file.slice(1))
  const leaves = files.filter((file) => /\.\w+$/.test(file) && !/(^|\/)(node-pty|Release)$/.test(file))
  expect(leaves).toContain('out/main/main.js')
  expect(leaves).toContain('out/renderer/index.html')
  expect(leaves.length).toBeGreaterThan(20)
  const shipped =
    /^(out\/(main|preload|renderer)\/|node_modules\/node-pty\/(lib|build\/Release)\/|assets\/icon\.png$|package\.json$|node_modules\/node-pty\/package\.json$)/
  expect(leaves.filter((file) => !shipped.test(file))).toEqual([])
  expect(leaves.filter((file) => /\.(map|tsx?)$|[.-]test\.|test-support|\/dev\//i.test(file))).toEqual([])
  for (const file of leaves.filter((name) => /^out\/.*\.(js|html|css)$/.test(name))) {
    const text = extractFile(archive, file).toString('utf8')
    expect(text.includes(root), `${file} names ${root}`).toBe(false)
    expect(/^\/\/# sourceMappingURL=(?!data:)/m.test(text), `${file} names a source map`).toBe(false)
  }
  const manifest: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'))
  expect(Object.keys(manifest as object)).not.toContain('devDependencies')
})

test('every file of the archive carries the checksum that its integrity is judged by', () => {
  type Entry = {
    files?: Record<string, Entry>
    integrity?: { algorithm: string; hash: string }
    link?: string
  }
  const without: string[] = []
  let counted = 0
  const look = (entry: Entry, place: string) => {
    if (entry.files === undefined) {
      counted += 1
      if (entry.integrity?.algorithm !== 'SHA256' || entry.integrity.hash.length !== 64) without.push(place)
    }
    for (const [name, inner] of Object.entries(entry.files ?? {})) look(inner, `${place}/${name}`)
  }
  look(getRawHeader(archive).header, '')
  expect(counted).toBeGreaterThan(20)
  expect(without).toEqual([])
})

test('the packaged app starts, its page reaches its services, and it ends when it is asked to', async () => {
  await withApp({ program, args: asRoot }, async (app) => {
    expect(await app.answers()).toBe(true)
    expect(await app.end()).toBe(0)
  })
})

test('the terminal’s native part runs from beside the archive', async () => {
  const electron = await electronBinary({ download: false })
  if (electron.is === 'absent') throw new Error(electron.why)
  const pty = JSON.stringify(join(archive, 'node_modules/node-pty'))
  const script = `const p = require(${pty}).spawn('/bin/echo', ['from the pty']); p.onData((text) => process.stdout.write(text)); p.onExit(() => process.exit(0))`
  const { stdout } = await run(electron.path, ['--eval', script], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 20_000,
  })
  expect(stdout).toContain('from the pty')
})

test.describe('from outside', () => {
  /** The same attack on an Electron without fuses, so that a silent one is not taken for a defence. */
  const attacks = (ports: { inspect: number; chromium: number }) => ({
    args: [...asRoot, `--inspect=${ports.inspect}`, `--remote-debugging-port=${ports.chromium}`],
    env: (foreign: string) => ({ NODE_OPTIONS: `--require=${foreign}` }),
  })

  test('NODE_OPTIONS, --inspect and --remote-debugging-port open an Electron as it comes', async () => {
    const electron = await electronBinary({ download: false })
    if (electron.is === 'absent') throw new Error(electron.why)
    const ports = { inspect: await freePort(), chromium: await freePort() }
    const { args, env } = attacks(ports)
    await withApp({ program: electron.path, args: [...args, root], env }, async (app) => {
      expect(await app.answers()).toBe(true)
      expect(await app.ranForeignCode()).toBe(true)
      expect(await app.listens(ports.inspect)).toBe(true)
      expect(await app.listens(ports.chromium)).toBe(true)
    })
  })

  test('NODE_OPTIONS, --inspect and --remote-debugging-port do nothing to the packaged app', async () => {
    const ports = { inspect: await freePort(), chromium: await freePort() }
    await withApp({ program, ...attacks(ports) }, async (app) => {
      expect(await app.answers()).toBe(true)
      expect(await app.ranForeignCode()).toBe(false)
      expect(await app.listens(ports.inspect)).toBe(false)
      expect(await app.listens(ports.chromium)).toBe(false)
    })
  })

  test('ELECTRON_RUN_AS_NODE makes no Node of the packaged app', async () => {
    const asNode = (foreign: string) => ({ ELECTRON_RUN_AS_NODE: '1', FOREIGN: foreign })
    const args = ['--eval', 'require(process.env.FOREIGN)']
    const electron = await electronBinary({ download: false })
    if (electron.is === 'absent') throw new Error(electron.why)
    await withApp({ program: electron.path, args, env: asNode }, async (app) => {
      await expect.poll(() => app.ranForeignCode()).toBe(true)
    })
    await withApp({ program, args: [...asRoot, ...args], env: asNode }, async (app) => {
      expect(await app.answers()).toBe(true)
      expect(await app.ranForeignCode()).toBe(false)
    })
  })

  test('a folder put beside the archive is not run in its place', async () => {
    const planted = join(unpacked, 'resources/app')
    await rm(planted, { recursive: true, force: true })
    await mkdir(planted)
    await writeFile(join(planted, 'package.json'), '{"name":"planted","main":"main.js"}')
    await writeFile(join(planted, 'main.js'), 'require(process.env.FOREIGN)')
    try {
      const env = (foreign: string) => ({ FOREIGN: foreign })
      await withApp({ program, args: asRoot, env }, async (app) => {
        expect(await app.answers()).toBe(true)
        expect(await app.ranForeignCode()).toBe(false)
      })
    } finally {
      await rm(planted, { recursive: true })
    }
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
