import { describe, expect, it } from 'vitest'
import type { CatalogueEntry } from '../../shared/contract/launch'
import type { Preflight } from '../../shared/contract/preflight'
import { judge, readImage } from '../../shared/model/compatibility'
import { defaultSpec } from '../../shared/model/launch-spec'
import { RefusalError, refusalFrom } from '../../shared/model/refusal'
import type { LaunchRoom, PreflightRoom } from '../services'
import { standIn } from '../stand-in'
import { confirm, refuseWillNotRun } from './ask-first'

const spec = (gpus: 'all' | 'none') =>
  defaultSpec({ image: 'lab/new:1', entry: 'new', projectFolder: '/data', gpus: { is: gpus } })
const verdictFor = (demand: string) => {
  const facts = readImage({
    ...{ reference: 'lab/new:1', env: [`NVIDIA_REQUIRE_CUDA=${demand}`], labels: {} },
    ...{ architectures: ['amd64'], catalogue: null },
  })
  return judge(facts, {
    ...{ architecture: 'amd64', driver: '550.90.07', driverKnown: true, driverPlatform: 'linux' as const },
    cards: [{ uuid: 'GPU-1', name: 'NVIDIA A100-SXM4-80GB', capability: '8.0' }],
  })
}

function stage({
  demand = 'cuda>=99.0',
  here = true,
  answer,
}: {
  demand?: string
  here?: boolean
  answer?: boolean
}) {
  const said: string[] = []
  const asked: string[] = []
  const entry = { id: 'new', image: 'lab/new:1', origin: 'catalogue', present: here } as CatalogueEntry
  const rooms = {
    launch: standIn<LaunchRoom>({
      // eslint-disable-next-line @typescript-eslint/require-await
      catalogue: async function* () {
        yield [entry]
      },
    }),
    preflight: standIn<PreflightRoom>({
      look: () => Promise.resolve({ verdict: verdictFor(demand) } as Preflight),
      verdicts: () => Promise.resolve({ 'lab/new:1': verdictFor(demand) }),
    }),
  }
  const around = {
    err: (text: string) => void said.push(text),
    signal: new AbortController().signal,
    ...(answer === undefined
      ? {}
      : { ask: (question: string) => (asked.push(question), Promise.resolve(answer)) }),
  }
  return { rooms, around, said, asked }
}

describe('an image that will not run', () => {
  it.each([true, false])(
    'is asked about with its reason, and goes on after a yes (is it here: %s)',
    async (here) => {
      const { rooms, around, said, asked } = stage({ here, answer: true })
      await refuseWillNotRun(rooms, spec('all'), around)
      expect(said.join()).toMatch(/Will not run\n {2}The image demands cuda>=99\.0/)
      expect(asked).toEqual(['Launch it all the same?'])
    },
  )

  it('is not launched after a no, nor where nobody can be asked, who is told of --even-so', async () => {
    const no = stage({ answer: false })
    const refusal = await refuseWillNotRun(no.rooms, spec('all'), no.around).catch(refusalFrom)
    expect(refusal).toMatchObject({ code: 'Cancelled', evidence: 'nothing was launched' })
    const script = stage({})
    expect(await refuseWillNotRun(script.rooms, spec('all'), script.around).catch(refusalFrom)).toMatchObject(
      {
        code: 'Cancelled',
        evidence: expect.stringContaining('--even-so') as string,
      },
    )
    expect(script.said.join()).toContain('cuda>=99.0')
  })

  it('is not asked about on the CPU, nor one that runs, nor one of which nobody can say', async () => {
    const cpu = stage({ answer: false })
    await refuseWillNotRun(cpu.rooms, spec('none'), cpu.around)
    const fine = stage({ answer: false, demand: 'cuda>=11.0' })
    await refuseWillNotRun(fine.rooms, spec('all'), fine.around)
    const silent = stage({ answer: false })
    silent.rooms.preflight = standIn<PreflightRoom>({
      look: () => Promise.reject(new RefusalError('RegistryUnreachable')),
    })
    await refuseWillNotRun(silent.rooms, spec('all'), silent.around)
    expect([...cpu.asked, ...fine.asked, ...silent.asked]).toEqual([])
  })
})

describe('a question in a terminal', () => {
  const question = {
    is: 'mounts' as const,
    mounts: [{ path: '/etc\u001b[2J\nsafe', readOnly: false, why: 'system' as const }],
  }

  it('shows what it is about, with nothing that would steer the terminal', async () => {
    const { around, said, asked } = stage({ answer: true })
    expect(await confirm(question, around)).toBe('yes')
    expect(said.join()).toContain('/etc\\u{1b}[2J\\u{a}safe\nThe system itself')
    expect(said.join()).not.toContain('\u001b')
    expect(asked).toEqual(['Mount it?'])
  })

  it('is a no where the answer is, and cannot be asked of a script, which is told what allows it', async () => {
    expect(await confirm(question, stage({ answer: false }).around)).toBe('no')
    const { around, said } = stage({})
    expect(await confirm(question, around)).toBe('cannot')
    expect(said.join()).toContain('--allow-path')
  })
})
