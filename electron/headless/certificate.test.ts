import { once } from 'node:events'
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { live, statusOf, token, type Live } from '../headless.test-support'
import { followCertificate, readCertificate, type Certificate, type CertificateFiles } from './certificate'
import { makeCertificate } from '../../e2e/app/certificate'

const name = 'berth.test'
const both = [name, `*.${name}`]
let folder = ''
let fit: CertificateFiles
let other: CertificateFiles
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-tls-'))
  fit = await makeCertificate(folder, { names: both })
  other = await makeCertificate(folder, { names: both, file: 'other' })
})
afterAll(() => rm(folder, { recursive: true }))

describe('a certificate', () => {
  test('that fits is taken without a word', async () => {
    const { certificate, warnings } = await readCertificate({ ...fit, name })
    expect(warnings).toEqual([])
    expect(certificate).toEqual({
      cert: await readFile(fit.certFile, 'utf8'),
      key: await readFile(fit.keyFile, 'utf8'),
    })
  })

  test('that another key belongs to is refused, and both files are named', async () => {
    const mixed = readCertificate({ certFile: fit.certFile, keyFile: other.keyFile, name })
    await expect(mixed).rejects.toThrow(`${other.keyFile} is not the key of ${fit.certFile}`)
  })

  test.each([
    [[name], `does not cover *.${name}`],
    [[`*.${name}`], `does not cover ${name}:`],
    [['elsewhere.test'], `does not cover ${name} and *.${name}`],
    [[], 'for no name at all'],
  ])('for %j only is refused, and what it lacks is said', async (names, said) => {
    const files = await makeCertificate(folder, {
      names,
      file: `names-${names.length}-${names.join().length}`,
    })
    const refused = readCertificate({ ...files, name })
    await expect(refused).rejects.toThrow(said)
    await expect(refused).rejects.toThrow(`for both ${name} and *.${name}`)
  })

  test('is refused before its time and after it, and its end is announced', async () => {
    const at = (days: number) => () => Date.now() + days * 24 * 3_600_000
    await expect(readCertificate({ ...fit, name, now: at(91) })).rejects.toThrow('has expired')
    await expect(readCertificate({ ...fit, name, now: at(-1) })).rejects.toThrow('not valid yet')
    expect((await readCertificate({ ...fit, name, now: at(80) })).warnings).toEqual([
      expect.stringMatching(/expires in 9 days: renew it$/),
    ])
  })

  test('whose key others may read is taken with a warning that says how to mend it', async () => {
    const keyFile = join(folder, 'open.key')
    await copyFile(fit.keyFile, keyFile)
    await chmod(keyFile, 0o644)
    expect((await readCertificate({ ...fit, keyFile, name })).warnings).toEqual([
      `the key ${keyFile} can be read by others (mode 644): chmod 600 ${keyFile}`,
    ])
  })

  test('that is not there, or is something else, is refused by its file’s name', async () => {
    const absent = join(folder, 'absent.pem')
    await expect(readCertificate({ ...fit, certFile: absent, name })).rejects.toThrow(
      `${absent} cannot be read`,
    )
    const noise = join(folder, 'noise.pem')
    await writeFile(noise, 'not a certificate')
    await expect(readCertificate({ ...fit, certFile: noise, name })).rejects.toThrow('It must be PEM')
    await expect(readCertificate({ ...fit, keyFile: noise, name })).rejects.toThrow('no passphrase')
  })
})

test('a renewal is taken once both files are there; half of one is not, and is told once', async () => {
  const files = { certFile: join(folder, 'live.pem'), keyFile: join(folder, 'live.key') }
  await Promise.all([copyFile(fit.certFile, files.certFile), copyFile(fit.keyFile, files.keyFile)])
  const { certificate } = await readCertificate({ ...files, name })
  const [taken, log]: [Certificate[], string[]] = [[], []]
  const stop = followCertificate({
    ...{ ...files, name, last: certificate, everyMilliseconds: 20 },
    ...{ onNew: (next) => taken.push(next), log: (line) => log.push(line) },
  })
  try {
    await copyFile(other.certFile, files.certFile)
    await expect.poll(() => log.join()).toContain('keeping the certificate there is: the key does not fit')
    await copyFile(other.keyFile, files.keyFile)
    await expect.poll(() => taken.length).toBe(1)
    expect(taken[0]?.cert).toBe(await readFile(other.certFile, 'utf8'))
    expect(log.filter((line) => line.includes('does not fit'))).toHaveLength(1)
  } finally {
    stop()
  }
})

describe('the server over TLS', () => {
  let on: Live
  beforeAll(async () => {
    on = await live({ secure: { ...fit, name } })
  })
  afterAll(() => on.close())

  test('its address is https, its cookie goes over TLS only, and no page below its name can plant one', async () => {
    expect(on.serving.url).toBe(`https://${name}:${on.serving.port}/?token=${token}`)
    const { headers } = await on.get(`/?token=${token}`)
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^__Host-berth-${on.serving.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Secure$`),
      ),
    ])
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  })

  test('the page frames notebooks over https, and browsers come back over https only', async () => {
    const { status, headers } = await on.get('/', { cookie: await on.enter() })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain(`frame-src https://*.${on.host};`)
    expect(headers['strict-transport-security']).toContain('max-age=')
  })

  test('only its own name is served, and only its own https page opens a WebSocket', async () => {
    const cookie = await on.enter()
    for (const host of ['berth.localhost', 'localhost', '127.0.0.1', 'evil.test', `evil${name}`])
      expect((await on.get('/', { cookie, host: `${host}:${on.serving.port}` })).status).toBe(421)
    expect(await statusOf(on.open('/rpc', { cookie }, `http://${on.host}`))).toBe(403)
    expect(await statusOf(on.open('/rpc', { cookie }, 'https://evil.test'))).toBe(403)
    const open = on.open('/rpc', { cookie })
    await once(open, 'open')
    open.terminate()
  })

  test('plain HTTP and old TLS get nothing', async () => {
    expect(await on.raw(`GET / HTTP/1.1\r\nHost: ${on.host}\r\n\r\n`)).not.toContain('HTTP/1.1 2')
    const old = connect({
      ...{ host: '127.0.0.1', port: on.serving.port, rejectUnauthorized: false },
      ...{ minVersion: 'TLSv1.1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'ALL@SECLEVEL=0' },
    })
    await expect(once(old, 'secureConnect')).rejects.toThrow(/protocol|alert|version/i)
  })
})

test('on the name of this machine alone browsers are not told to insist on https', async () => {
  const names = ['berth.localhost', '*.berth.localhost']
  const files = await makeCertificate(folder, { names, file: 'near' })
  const on = await live({ secure: { ...files, name: 'berth.localhost' } })
  const { status, headers } = await on.get('/', { cookie: await on.enter() })
  expect([status, headers['strict-transport-security']]).toEqual([200, undefined])
  const alias = await on.get('/', { host: `localhost:${on.serving.port}` })
  expect(alias.headers.location).toBe(`${on.origin}/`)
  await on.close()
})
