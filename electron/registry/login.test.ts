// Who is told the login, and who is not.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import { challengesIn, tokenAsk } from './auth'
import {
  imageOf,
  openRegistryStandIn,
  plainAsk,
  roomWith,
  serve,
  unknown,
  type Asked,
  type RegistryStandIn,
  type Route,
} from './registry.test-support'

let registry: RegistryStandIn
let storage: RegistryStandIn
beforeEach(async () => {
  registry = await openRegistryStandIn()
  storage = await openRegistryStandIn('127.0.0.1')
})
afterEach(async () => {
  await registry.close()
  await storage.close()
})

const image = imageOf()
const ada = { username: 'ada', password: 'pass:word' }
const adasBasic = `Basic ${Buffer.from('ada:pass:word').toString('base64')}`
const look = (login?: Record<string, string>) =>
  roomWith(login ? { [registry.host]: login } : {}).look({
    ...plainAsk,
    reference: `${registry.host}/lab/x:1`,
  })
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof RefusalError ? error.refusal.code : String(error)),
  )

/** Puts every path of the image behind this header. */
function guard(wanted: string, challenge: string): void {
  serve(registry, 'lab/x', image, '1')
  for (const [path, inner] of Object.entries({ ...registry.routes })) {
    const guarded: Route = (asked, response) => {
      if (asked.headers.authorization === wanted)
        return typeof inner === 'function' ? inner(asked, response) : inner
      return {
        status: 401,
        headers: { 'www-authenticate': challenge },
        body: unknown('UNAUTHORIZED', 'log in'),
      }
    }
    registry.routes[path] = guarded
  }
}
const sent = (asked: Asked[]) => asked.map(({ headers }) => headers.authorization)

describe('Basic', () => {
  it('is answered with the login, once asked for', async () => {
    guard(adasBasic, 'Basic realm="Registry"')
    expect(await look(ada)).toMatchObject({ digest: image.digest })
    expect(sent(registry.asked)).toEqual([undefined, adasBasic, adasBasic])
  })

  it('is refused without a login, and with a wrong one, which is tried once', async () => {
    guard(adasBasic, 'Basic realm="Registry"')
    expect(await codeOf(look())).toBe('RegistryUnauthorised')
    expect(await codeOf(look({ username: 'ada', password: 'no' }))).toBe('RegistryUnauthorised')
    expect(registry.asked).toHaveLength(3)
  })
})

describe('Bearer', () => {
  const bearer = (realm = `http://${registry.host}/token`) =>
    `Bearer realm="${realm}",service="reg",scope="repository:lab/x:pull"`

  it('gets a token for anybody where there is no login, and with the login where there is one', async () => {
    guard('Bearer t0ken', bearer())
    registry.routes['/token'] = { body: { token: 't0ken', expires_in: 300 } }
    for (const login of [undefined, ada]) {
      registry.asked.length = 0
      expect(await look(login)).toMatchObject({ digest: image.digest })
      expect(sent(registry.asked)).toEqual([undefined, login && adasBasic, 'Bearer t0ken', 'Bearer t0ken'])
      expect(registry.asked[1]?.url).toBe('/token?service=reg&scope=repository%3Alab%2Fx%3Apull')
    }
  })

  it('changes an identity token for one that pulls', async () => {
    guard('Bearer t0ken', bearer())
    registry.routes['/token'] = { body: { access_token: 't0ken' } }
    await look({ identitytoken: 'idt' })
    const asked = registry.asked[1]
    expect(asked).toMatchObject({ method: 'POST', url: '/token' })
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'idt',
      scope: 'repository:lab/x:pull',
    })
  })

  it('says so when the token is refused, and that a name may be private when the token is no help', async () => {
    guard('Bearer other', bearer())
    registry.routes['/token'] = { status: 401, body: unknown('UNAUTHORIZED', 'wrong password') }
    expect(await codeOf(look(ada))).toBe('RegistryUnauthorised')
    registry.routes['/token'] = { body: { token: 't0ken' } }
    expect(await codeOf(look())).toBe('ImageUnknown')
    registry.routes['/token'] = { body: 'no token here' }
    expect(await codeOf(look())).toBe('ImageUnreadable')
  })

  it('never asks a realm in the clear for a registry that speaks TLS', () => {
    const [challenge] = challengesIn('Bearer realm="http://elsewhere/token"')
    if (!challenge) throw new Error('no challenge')
    expect(tokenAsk(challenge, { repository: 'x', login: ada, plainHttp: false })).toBeNull()
    expect(
      tokenAsk({ ...challenge, params: {} }, { repository: 'x', login: ada, plainHttp: true }),
    ).toBeNull()
  })

  it('is found among several challenges, with quoted commas', () => {
    expect(
      challengesIn('Basic realm="a, b", Bearer realm="https://x/t",scope="repository:a:pull,push"'),
    ).toEqual([
      { scheme: 'basic', params: { realm: 'a, b' } },
      { scheme: 'bearer', params: { realm: 'https://x/t', scope: 'repository:a:pull,push' } },
    ])
    expect(challengesIn('Negotiate')).toEqual([])
  })
})

describe('a redirect', () => {
  it('to another host takes no login along, and to the same host does', async () => {
    guard(adasBasic, 'Basic realm="Registry"')
    const blob = `/v2/lab/x/blobs/${image.configDigest}`
    registry.routes[blob] = { status: 307, headers: { location: `http://${storage.host}/signed?key=1` } }
    storage.routes['/signed'] = { body: image.config }
    expect(await look(ada)).toMatchObject({ digest: image.digest })
    expect(sent(storage.asked)).toEqual([undefined])

    registry.routes[blob] = { status: 302, headers: { location: '/moved' } }
    registry.routes['/moved'] = { body: image.config }
    await look(ada)
    expect(registry.asked.at(-1)).toMatchObject({ url: '/moved', headers: { authorization: adasBasic } })
  })

  it('to a host that asks for a login gets none', async () => {
    serve(registry, 'lab/x', image, '1')
    const location = `http://${storage.host}/blob`
    registry.routes[`/v2/lab/x/blobs/${image.configDigest}`] = { status: 307, headers: { location } }
    const challenge = { 'www-authenticate': 'Basic realm="give me"' }
    storage.routes['/blob'] = { status: 401, headers: challenge, body: 'who are you' }
    expect(await codeOf(look(ada))).toBe('RegistryUnauthorised')
    expect(sent(storage.asked)).toEqual([undefined])
  })

  it('without an end is given up', async () => {
    registry.routes['/v2/lab/x/manifests/1'] = { status: 302, headers: { location: '/v2/lab/x/manifests/1' } }
    expect(await codeOf(look())).toBe('ImageUnreadable')
    expect(registry.asked.length).toBeLessThan(10)
    registry.routes['/v2/lab/x/manifests/1'] = { status: 302, headers: { location: 'file:///etc/passwd' } }
    expect(await codeOf(look())).toBe('ImageUnreadable')
  })
})
