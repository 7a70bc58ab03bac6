import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageAnswer, pageHeaders } from '.'
import { readPageFile, resolvePageFile } from './files'
import { contentSecurityPolicy } from './policy'

describe('the page’s files', () => {
  let parent = ''
  let folder = ''
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'berth-page-'))
    folder = join(parent, 'renderer')
    await mkdir(join(folder, 'assets'), { recursive: true })
    await mkdir(join(parent, 'renderer-private'))
    await writeFile(join(folder, 'index.html'), '<p>page</p>')
    await writeFile(join(folder, 'assets', 'a b.js'), 'let a')
    await writeFile(join(parent, 'secret'), 'token')
    await writeFile(join(parent, 'renderer-private', 'secret'), 'token')
  })
  afterAll(() => rm(parent, { recursive: true }))

  test('the root is index.html', async () => {
    expect(await readPageFile(folder, '/')).toEqual({
      type: 'text/html; charset=utf-8',
      body: Buffer.from('<p>page</p>'),
    })
  })

  test('an encoded name is decoded once, and scripts have a type that browsers run', async () => {
    expect((await readPageFile(folder, '/assets/a%20b.js'))?.type).toBe('text/javascript; charset=utf-8')
  })

  test('the document has a nonce of its own each time, in its policy and in itself, and no other file has one', async () => {
    await writeFile(join(folder, 'a.html'), '<meta property="csp-nonce" nonce="a-nonce-of-each-answer">')
    const [one, other] = [
      await pageAnswer(folder, '/a.html', { frames: [] }),
      await pageAnswer(folder, '/a.html', { frames: [] }),
    ]
    const nonce = /nonce="([\w-]{22})"/.exec(one?.body.toString() ?? '')?.[1] ?? 'none'
    expect(one?.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(other?.body.toString()).not.toContain(nonce)
    const script = await pageAnswer(folder, '/assets/a b.js', { frames: [] })
    expect(script?.headers['content-security-policy']).not.toContain('nonce')
  })

  test.each([
    '/../secret',
    '/assets/../../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/..%5csecret',
    '/assets/..%2f..%2fsecret',
    '/../renderer-private/secret',
    '/%00',
    '/%',
    '/C:/secret',
    'secret',
    '/assets',
    '/absent.js',
  ])('%s is no file of the page', async (path) => {
    expect(await readPageFile(folder, path)).toBeNull()
  })

  test('no path at all leads outside the folder', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '\\', '%5c', 'assets'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const file = resolvePageFile('/srv/page', `/${pieces.join('/')}`)
        return file === null || (file.startsWith('/srv/page/') && !file.split('/').includes('..'))
      }),
    )
  })
})

describe('the page’s policy', () => {
  const directives = (policy: string) =>
    new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]))

  test('no script but our own runs, inline or evaluated', () => {
    const policy = directives(contentSecurityPolicy({ frames: [] }))
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('connect-src')).toBe("'self'")
  })

  test('nothing unsafe is allowed', () => {
    expect(contentSecurityPolicy({ frames: ['http://*.localhost:8400'], nonce: 'n' })).not.toContain('unsafe')
  })

  test('frames are refused unless notebooks are framed, and nobody frames us', () => {
    expect(directives(contentSecurityPolicy({ frames: [] })).get('frame-src')).toBe("'none'")
    const headless = directives(contentSecurityPolicy({ frames: ['http://*.localhost:8400'] }))
    expect(headless.get('frame-src')).toBe('http://*.localhost:8400')
    expect(headless.get('frame-ancestors')).toBe("'none'")
  })

  test('types are not guessed', () => {
    expect(pageHeaders({ frames: [] })).toMatchObject({ 'x-content-type-options': 'nosniff' })
  })
})
