import { text as textOf } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { longestBundle } from '../../shared/contract/diagnostics'
import { checkIds, type Check, type DoctorState } from '../../shared/contract/doctor'
import { refusal } from '../../shared/model/refusal'
import { SettingsSchema } from '../../shared/model/settings'
import { keepRecent } from '../log'
import { createDiagnostics } from '.'

const token = '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928'

function check(id: Check['id'], change: Partial<Check> = {}): Check {
  const whole = { finding: 'clock-right' as const, params: {}, evidence: '', fixes: [], milliseconds: 3 }
  return { id, state: 'fine', ...whole, ...change }
}

function room(given: { states?: DoctorState[]; log?: string[]; never?: boolean } = {}) {
  const { log, recent } = keepRecent(() => undefined)
  for (const line of given.log ?? []) log(line)
  return createDiagnostics({
    facts: () => ({
      ...{ version: '0.1.0', mode: 'headless', platform: 'linux', hostName: 'atlas' },
      ...{ userName: 'ada', home: '/home/ada', locale: 'en', webgl: true },
    }),
    versions: { node: '22.14.0', electron: undefined },
    engine: {
      state: () => ({
        ...{ is: 'down', since: 0, retryAt: 0 },
        refusal: refusal('EngineDown', {
          raw: 'connect ECONNREFUSED at tcp://me:hunter2@10.0.0.7:2375\nada: {"password":"hunter2"}\nCookie: sid=planted1',
        }),
        tried: [],
      }),
    },
    gpus: { state: () => ({ is: 'absent', reason: 'no-nvidia-smi', raw: '' }) },
    doctor: {
      watch: async function* (signal) {
        yield* given.states ?? [{ checks: [], fixing: null, at: null }]
        if (given.never)
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      },
    },
    settings: {
      get: () =>
        SettingsSchema.parse({
          projectFolder: '/home/ada/work/secret-project',
          engineAddress: 'tcp://me:hunter2@10.0.0.7:2375',
        }),
    },
    recentLog: recent,
    cover: (text) => text,
    now: () => Date.UTC(2026, 10, 27),
    limit: 60,
  })
}

const planted = {
  states: [
    {
      checks: [
        check('engine', {
          state: 'problem',
          finding: 'engine-unreachable',
          evidence: `DOCKER_HOST=tcp://me:hunter2@10.0.0.7:2375\n/home/ada/.docker/config.json: {"auth": "YWRhOmh1bnRlcjI="}`,
        }),
        check('disk'),
      ],
      ...{ fixing: null, at: 1 },
    },
  ],
  log: [
    `launch: Authorization: token ${token}`,
    'pull: {"identitytoken":"hunter2hunter2"} for ada@atlas',
    'Error: failed\n    at /home/ada/berth/main.js:1:2\n    HF_TOKEN=hf_abcdefghijklmnopqrstuv',
  ],
}

describe('the bundle', () => {
  it('tells versions, engine, GPUs, checks, settings and the log', async () => {
    const { text } = await room(planted).read()
    for (const part of [
      'version 0.1.0, headless, linux',
      'node 22.14.0',
      'connect ECONNREFUSED',
      'no-nvidia-smi',
      '[problem] engine: engine-unreachable',
      '[fine] disk',
      '"projectFolder": "~/work/secret-project"',
      'Error: failed',
      'the last 3 lines',
    ])
      expect(text).toContain(part)
  })

  it.each(['hunter2', token, 'YWRhOmh1bnRlcjI', 'hf_abc', 'planted1', '/home/ada', 'atlas', 'ada@', 'nada'])(
    'holds nothing of %s, which was planted',
    async (secret) => {
      expect((await room(planted).read()).text).not.toContain(secret)
    },
  )

  it('says so when no check was made and nothing was logged', async () => {
    const { text } = await room().read()
    expect(text).toContain('(no check was made)')
    expect(text).toContain('(nothing was logged)')
  })

  it('waits for a round under way, but not for ever', async () => {
    const running = {
      checks: checkIds.map((id) => check(id, { state: 'running', finding: '' })),
      fixing: null,
      at: null,
    }
    const { text } = await room({ states: [running], never: true }).read()
    expect(text).toContain('[running] engine')
  })

  it('is bounded, and keeps the newest of the log', async () => {
    const long = Array.from({ length: 1000 }, (_, index) => `line ${index} ${'words and words '.repeat(200)}`)
    const { text } = await room({ log: long }).read()
    expect(text.length).toBeLessThanOrEqual(longestBundle)
    expect(text).toContain('line 999')
  })

  it('is saved as what was seen', async () => {
    const file = room().file('seen\n看到\n')
    expect(file.suggestedName).toBe('berth-diagnostics-2026-11-27.txt')
    expect(await textOf(await file.open(new AbortController().signal))).toBe('seen\n看到\n')
  })
})

describe('the recent log', () => {
  it('passes every line on, and keeps the last ones', () => {
    const written: string[] = []
    const { log, recent } = keepRecent((line) => written.push(line), { lines: 2, characters: 1000 })
    for (const line of ['a', 'b', 'c']) log(line)
    expect(written).toEqual(['a', 'b', 'c'])
    expect(recent().map((line) => line.split(' ')[1])).toEqual(['b', 'c'])
  })

  it('keeps no more than it may, whatever one line is', () => {
    const { log, recent } = keepRecent(() => undefined, { lines: 100, characters: 500 })
    log('x'.repeat(10_000))
    for (let index = 0; index < 50; index += 1) log('y'.repeat(100))
    expect(recent().join('').length).toBeLessThanOrEqual(500)
    expect(recent().length).toBeGreaterThan(0)
  })
})
