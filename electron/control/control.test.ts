import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSessions, type Sessions } from '../gate'
import { askRunning, offerControl } from '.'
import { ourPrefix } from './place'

let stateFolder = ''
let sessions: Sessions
const log: string[] = []
const closers: (() => Promise<void>)[] = []
beforeEach(async () => {
  stateFolder = await mkdtemp(join(process.platform === 'darwin' ? '/tmp' : tmpdir(), 'berth-control-'))
  sessions = createSessions({ log: () => undefined })
  log.length = 0
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  await rm(stateFolder, { recursive: true })
})

const at = 'http://berth.localhost:8400'
const folder = () => join(stateFolder, 'serve')

async function serving(where = stateFolder) {
  closers.push(await offerControl({ stateFolder: where, at, sessions, log: (line) => log.push(line) }))
}
const enter = () => sessions.enter({ by: 'token', browser: 'Firefox 131', address: '127.0.0.1' })

test('its folder and socket are their owner’s alone', async () => {
  await mkdir(folder(), { mode: 0o777 })
  await chmod(folder(), 0o777)
  await serving()
  const [name = ''] = await readdir(folder())
  expect((await stat(folder())).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder(), name))).mode & 0o777).toBe(0o600)
})

test('a shell sees who is in, and turns one out, or all', async () => {
  await serving()
  const [one, two, three] = [enter(), enter(), enter()]
  const [listed] = await askRunning(stateFolder, { ask: 'list' })
  expect(listed).toMatchObject({ at, pid: process.pid, revoked: [] })
  expect(listed?.sessions.map(({ id }) => id)).toEqual([one.id, two.id, three.id])
  expect(JSON.stringify(listed)).not.toContain(one.secret)
  expect(await askRunning(stateFolder, { ask: 'revoke', id: two.id })).toMatchObject([{ revoked: [two.id] }])
  expect(sessions.find([two.secret])).toBeNull()
  expect(await askRunning(stateFolder, { ask: 'revoke', id: two.id })).toMatchObject([{ revoked: [] }])
  const [all] = await askRunning(stateFolder, { ask: 'revoke-all' })
  expect([all?.revoked, all?.sessions]).toEqual([[one.id, three.id], []])
})

test('nobody there, and a socket that a killed one left, are no answer; what was left is taken away', async () => {
  expect(await askRunning(stateFolder, { ask: 'list' })).toEqual([])
  const left = join(folder(), `${ourPrefix}1.8400`)
  await mkdir(folder())
  await writeFile(left, '')
  // A plain file refuses a connection as an abandoned socket does.
  expect(await askRunning(stateFolder, { ask: 'list' })).toEqual([])
  // Another machine's, in a home folder that both have, is not ours to judge.
  await writeFile(join(folder(), 'elsewhere.77.8400'), '')
  await serving()
  expect(await askRunning(stateFolder, { ask: 'list' })).toHaveLength(1)
  const names = await readdir(folder())
  expect(names).toContain('elsewhere.77.8400')
  expect(names).not.toContain(`${ourPrefix}1.8400`)
})

test.each(['not json\n', '{"ask":"else"}\n', `{"ask":"revoke","id":"../../etc"}\n`, 'x'.repeat(10_000)])(
  'what is no question is hung up on: %.20s',
  async (said) => {
    await serving()
    const session = enter()
    const socket = connect(join(folder(), (await readdir(folder()))[0] ?? ''))
    socket.on('error', () => undefined)
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
    socket.write(said)
    await once(socket, 'close')
    expect(heard).toBe('')
    expect(sessions.find([session.secret])).not.toBeNull()
  },
)

test('a server that says nonsense fails the question and does not hang it', async () => {
  await mkdir(folder(), { mode: 0o700 })
  const liar = createServer((socket) => socket.resume().end('{"at":1}\n'))
  liar.listen(join(folder(), `${ourPrefix}2.1`))
  await once(liar, 'listening')
  closers.push(() => new Promise((resolve) => void liar.close(() => resolve())))
  await expect(askRunning(stateFolder, { ask: 'list' })).rejects.toThrow()
})

test('where no socket can be, it serves all the same and says why', async () => {
  const deep = join(stateFolder, 'x'.repeat(100))
  await mkdir(deep)
  await serving(deep)
  expect(log.join()).toMatch(/berth sessions will not work: .* is longer than 103 bytes; set BERTH_HOME/)
})

test('a shell that asks nothing keeps no server from ending', async () => {
  await serving()
  const socket = connect(join(folder(), (await readdir(folder()))[0] ?? ''))
  await once(socket, 'connect')
  const cut = once(socket, 'close')
  await closers.splice(0)[0]?.()
  await cut
})

test('it is gone when the server has ended', async () => {
  await serving()
  await closers.splice(0)[0]?.()
  expect(await readdir(folder())).toEqual([])
})
