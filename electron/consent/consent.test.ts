import { describe, expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import type { Question, RiskyMount } from '../../shared/words/consent'
import type { LaunchRoom, SettingsRoom } from '../services'
import { standIn } from '../stand-in'
import { createAgreements, createConsent } from '.'

const etc: RiskyMount = { path: '/etc', readOnly: false, why: 'system' }

function stage(answer: 'yes' | 'no' | 'cannot', risky: readonly RiskyMount[] = [etc]) {
  const asked: Question[] = []
  const agreements = createAgreements()
  const consent = createConsent({
    agreements,
    launch: standIn<LaunchRoom>({
      asks: () => Promise.resolve(risky.filter((mount) => !agreements.covers(mount))),
    }),
    settings: standIn<SettingsRoom>({ get: () => ({ engineAddress: 'tcp://10.0.0.5:2376' }) as never }),
    shell: { confirm: (question) => (asked.push(question), Promise.resolve(answer)) },
  })
  const launched = () => consent.toLaunch({ taskId: 'x' }, () => Promise.resolve('launched')).catch(refusalOf)
  return { asked, agreements, consent, launched }
}

const refusalOf = (error: unknown) => {
  if (!(error instanceof RefusalError)) throw error
  return error.refusal
}

describe('what only a person may agree to', () => {
  it('is asked once, and remembered for that very place as long as Berth runs', async () => {
    const { asked, agreements, launched } = stage('yes')
    expect(await launched()).toBe('launched')
    expect(await launched()).toBe('launched')
    expect(asked).toEqual([{ is: 'mounts', mounts: [etc] }])
    expect(agreements.covers({ path: '/etc', readOnly: true })).toBe(true)
    expect(agreements.covers({ path: '/etc/ssh', readOnly: true })).toBe(false)
    expect(createAgreements().covers(etc)).toBe(false)
  })

  it('for reading is not agreed to for writing', async () => {
    const { agreements, launched } = stage('yes', [{ ...etc, readOnly: true }])
    await launched()
    expect(agreements.covers({ path: '/etc', readOnly: true })).toBe(true)
    expect(agreements.covers({ path: '/etc', readOnly: false })).toBe(false)
  })

  it.each([
    ['no', 'declined'],
    ['cannot', 'asks'],
  ] as const)('is not done after “%s”, and asked about again next time', async (answer, reason) => {
    const { asked, launched, agreements } = stage(answer)
    expect(await launched()).toMatchObject({
      code: 'MountRefused',
      params: { path: '/etc', reason, risk: 'system' },
    })
    expect(agreements.covers(etc)).toBe(false)
    await launched()
    expect(asked).toHaveLength(2)
  })

  it('is asked about in portions that a person can read, and all of it is shown', async () => {
    const many = Array.from({ length: 12 }, (_, at): RiskyMount => ({ ...etc, path: `/etc/${at}` }))
    const { asked, launched } = stage('yes', many)
    expect(await launched()).toBe('launched')
    expect(asked.map((each) => (each.is === 'mounts' ? each.mounts.length : 0))).toEqual([5, 5, 2])
    expect(asked.flatMap((each) => (each.is === 'mounts' ? each.mounts : []))).toEqual(many)
  })

  it('covers what is in a folder only where that was said beforehand', () => {
    const agreements = createAgreements()
    agreements.add({ path: '/srv/people', readOnly: false, within: true })
    expect(agreements.covers({ path: '/srv/people/grace', readOnly: false })).toBe(true)
    expect(agreements.covers({ path: '/srv/people2', readOnly: true })).toBe(false)
    expect(agreements.covers({ path: '/srv', readOnly: true })).toBe(false)
  })
})

describe('a terminal on the host', () => {
  const open = async ({ consent }: ReturnType<typeof stage>, target: 'host' | 'container') =>
    await consent
      .toOpen(target === 'host' ? { is: 'host' } : { is: 'container', containerId: 'c' }, () =>
        Promise.resolve('opened'),
      )
      .catch(refusalOf)

  it('is asked about at the first one, and one in a container never is', async () => {
    const yes = stage('yes')
    expect([await open(yes, 'container'), await open(yes, 'host'), await open(yes, 'host')]).toEqual([
      'opened',
      'opened',
      'opened',
    ])
    expect(yes.asked).toEqual([{ is: 'host-terminals' }])
  })

  it('is not opened where nobody agreed', async () => {
    expect(await open(stage('no'), 'host')).toMatchObject({ code: 'NotAllowed', params: { how: 'declined' } })
    const page = stage('cannot')
    expect(await open(page, 'host')).toMatchObject({ code: 'NotAllowed', params: { how: 'asks' } })
    page.agreements.hostTerminals = true
    expect(await open(page, 'host')).toBe('opened')
  })
})

it('another engine is asked about; searching for one, the same one and every other setting are not', async () => {
  const { consent, asked } = stage('no')
  const change = (patch: object) => consent.toChange(patch, () => 'changed').catch(refusalOf)
  expect(await change({ engineAddress: 'tcp://evil.example:2375' })).toMatchObject({
    code: 'NotAllowed',
    params: { what: 'engine', address: 'tcp://evil.example:2375' },
  })
  expect(await change({ engineAddress: '' })).toBe('changed')
  expect(await change({ engineAddress: 'tcp://10.0.0.5:2376' })).toBe('changed')
  expect(await change({ theme: 'dark' })).toBe('changed')
  expect(asked).toHaveLength(1)
})
