import { once } from 'node:events'
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import { createDownloads, isDownload, type Downloads } from './downloads'

let server: Server
let downloads: Downloads
beforeEach(async () => {
  downloads = createDownloads(() => undefined)
  server = createServer((asked, answer) => {
    if (isDownload(asked)) void downloads.answer(asked, answer)
    else answer.writeHead(418).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  downloads.dispose()
  server.closeAllConnections()
  server.close()
})

function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path, ...options })
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

function get(path: string, options: Parameters<typeof ask>[1] = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = ask(path, options)
    asked.on('error', reject)
    asked.on('response', (answer) => {
      let body = ''
      answer.on('error', reject)
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    asked.end()
  })
}

const file = (source: () => Readable, suggestedName = 'vision.log') => ({
  suggestedName,
  open: () => Promise.resolve(source()),
})
const text = () => Readable.from([Buffer.from('one\n'), Buffer.from('two\n')])

test('an address gives the file once, as one to be saved and never shown', async () => {
  const url = await downloads.offer(file(text, '视觉 "a".log'))
  const { status, headers, body } = await get(url)
  expect([status, body]).toEqual([200, 'one\ntwo\n'])
  expect(headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="__ _a_.log"; filename*=UTF-8''%E8%A7%86%E8%A7%89%20%22a%22.log`,
  })
  expect((await get(url)).status).toBe(404)
  expect((await get('/download/guessed')).status).toBe(404)
  expect((await get('/else')).status).toBe(418)
})

test('neither another method nor a page of another origin gets or spends it', async () => {
  const url = await downloads.offer(file(text))
  expect((await get(url, { method: 'POST' })).status).toBe(405)
  for (const site of ['same-site', 'cross-site'])
    expect((await get(url, { headers: { 'sec-fetch-site': site } })).status).toBe(403)
  expect((await get(url, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200)
})

test('what cannot be opened is refused where it was asked for', async () => {
  const refused = { suggestedName: 'x.log', open: () => Promise.reject(new RefusalError('LogUnreadable')) }
  await expect(downloads.offer(refused)).rejects.toThrow('LogUnreadable')
})

test('a source that breaks off makes a download that the browser knows to be broken', async () => {
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half')
        await new Promise((resolve) => setImmediate(resolve))
        throw new Error('the engine is gone')
      })(),
    )
  await expect(get(await downloads.offer(file(broken)))).rejects.toThrow('aborted')
})

test('an endless source is read at the browser’s pace, and let go of when the browser is gone', async () => {
  let given = 0
  const endless = new Readable({
    read() {
      given += 65_536
      this.push(Buffer.alloc(65_536))
    },
  })
  const asked = ask(await downloads.offer(file(() => endless)))
  asked.end()
  const [answer] = (await once(asked, 'response')) as [Readable]
  // Nobody reads the answer: the source stands still once the buffers on the way are full.
  let before = -1
  await expect
    .poll(() => given === before || ((before = given), false), { interval: 200, timeout: 10_000 })
    .toBe(true)
  expect(given).toBeLessThan(32 * 2 ** 20)
  const closed = new Promise((resolve) => endless.once('close', resolve))
  answer.destroy()
  await closed
})

test('what was offered and never fetched is closed with the server', async () => {
  const source = text()
  await downloads.offer(file(() => source))
  downloads.dispose()
  expect(source.destroyed).toBe(true)
})
