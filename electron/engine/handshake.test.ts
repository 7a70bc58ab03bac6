import { afterEach, describe, expect, it } from 'vitest'
import { parseAddress } from './address'
import { greet } from './handshake'
import { dockerAnswers, openStandIn, type Answers, type StandIn } from './stand-in'

const open: StandIn[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function greeted(answers: Answers) {
  const standIn = await openStandIn(answers)
  open.push(standIn)
  const { address, asked } = standIn
  const candidate = {
    source: 'system' as const,
    name: '',
    address,
    endpoint: parseAddress(address, null),
    exclusive: false,
  }
  const greeting = await greet(candidate, new AbortController().signal)
  if (greeting.is === 'answered') greeting.transport.close()
  return { greeting, asked }
}

describe('greet', () => {
  it('reads who the engine is, with the newest version both know, and then speaks 1.44', async () => {
    const { greeting, asked } = await greeted({
      ...dockerAnswers,
      '/info': {
        body: {
          ...{
            Name: 'box',
            OperatingSystem: 'Debian',
            NCPU: 4,
            MemTotal: 9,
            Runtimes: { runc: {}, nvidia: {} },
          },
          SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'],
          DiscoveredDevices: [
            { Source: 'cdi', ID: 'nvidia.com/gpu=0' },
            { Source: 'other', ID: 'x' },
          ],
        },
      },
    })
    expect(greeting).toMatchObject({
      is: 'answered',
      attempt: { outcome: 'answered' },
      up: {
        ...{ product: 'docker', version: '28.3.2', apiVersion: '1.44', rootless: true, local: true, cpus: 4 },
        ...{ cdiDevices: ['nvidia.com/gpu=0'], runtimes: ['runc', 'nvidia'] },
      },
    })
    expect(asked.sort()).toEqual(['/_ping', '/v1.51/info', '/v1.51/version'])
  })

  it.each([
    [
      'podman, by its ping',
      { '/_ping': { headers: { 'Api-Version': '1.41', 'Libpod-API-Version': '5.4.0' } } },
      'podman',
      '1.41',
    ],
    [
      'podman, by its parts',
      { '/version': { body: { Version: '5.8', Components: [{ Name: 'Podman Engine' }] } } },
      'podman',
      '1.44',
    ],
    ['Docker Desktop', { '/info': { body: { OperatingSystem: 'Docker Desktop' } } }, 'desktop', '1.44'],
  ])('knows %s', async (_, change, product, apiVersion) => {
    const { greeting } = await greeted({ ...dockerAnswers, ...change })
    expect(greeting).toMatchObject({ is: 'answered', up: { product, apiVersion, rootless: false } })
  })

  it.each([
    ['too old', { '/_ping': { headers: { 'Api-Version': '1.40' } } }, 'EngineTooOld', 'too-old'],
    ['no engine at all', { '/_ping': {} }, 'EngineTooOld', 'too-old'],
    [
      'one that has left our versions behind',
      {
        '/_ping': { headers: { 'Api-Version': '1.70' } },
        '/version': {
          status: 400,
          body: { message: 'client version 1.55 is too old. Minimum supported API version is 1.60' },
        },
      },
      'EngineTooOld',
      'too-old',
    ],
    [
      'broken inside',
      { '/info': { status: 500, body: { message: 'out of order' } } },
      'Unforeseen',
      'refused',
    ],
    ['silent', { '/_ping': 'silence' }, 'EngineTimeout', 'silent'],
  ] satisfies [string, Answers, string, string][])(
    'says of an engine that it is %s',
    async (_, change, code, outcome) => {
      const { greeting } = await greeted({ ...dockerAnswers, ...change })
      expect(greeting).toMatchObject({ is: 'failed', refusal: { refusal: { code } }, attempt: { outcome } })
    },
  )

  it('says plainly that ssh is not supported yet', async () => {
    const address = 'ssh://ada@gpu-box'
    const candidate = {
      source: 'context' as const,
      name: 'box',
      address,
      endpoint: parseAddress(address, null),
      exclusive: false,
    }
    expect(await greet(candidate, new AbortController().signal)).toMatchObject({
      attempt: {
        name: 'box',
        address,
        outcome: 'unsupported',
        detail: 'ssh:// addresses are not supported yet',
      },
    })
  })
})
