import { expect, it } from 'vitest'
import { labels } from '../../shared/model/labels'
import { defaultSpec } from '../../shared/model/launch-spec'
import { host, planned, spec as exampleSpec } from '../../shared/model/launch/example'
import { RefusalError } from '../../shared/model/refusal'
import { specOf } from './recreate'

const wanted = {
  ...exampleSpec(),
  name: 'vision',
  memoryBytes: 2 ** 33,
  cpus: 2.5,
  env: [
    { name: 'HF_TOKEN', value: 'hf_secret=with=equals' },
    { name: 'EMPTY', value: '' },
  ],
  mounts: [{ source: '/data', target: '/data', readOnly: true }],
  gpus: { is: 'least-busy' as const, count: 1 },
}

const secrets = new Map([['HF_TOKEN', 'hf_secret']])

it('the spec is read back whole from what a launch creates; its secret stands in no label', () => {
  const { container, gpus } = planned(wanted, host())
  expect(JSON.stringify(container.labels)).not.toContain('hf_secret')
  const inside = { name: 'vision', labels: container.labels, env: ['PATH=/bin', ...container.env] }
  expect(JSON.stringify(inside)).not.toContain('hf_secret')
  expect(specOf(inside, new Map([['HF_TOKEN', 'hf_secret=with=equals']]))).toEqual({
    ...wanted,
    env: [
      { name: 'HF_TOKEN', value: 'hf_secret=with=equals', secret: true },
      { name: 'EMPTY', value: '' },
    ],
    // The cards it had, not whichever are the least busy now.
    gpus: { is: 'cards', uuids: gpus.map(({ uuid }) => uuid) },
  })
})

it('all cards stay all, and none stays none', () => {
  for (const gpus of [{ is: 'all' as const }, { is: 'none' as const }]) {
    const { container } = planned({ ...wanted, gpus }, host())
    expect(specOf(container, secrets).gpus).toEqual(gpus)
  }
})

it.each([
  ['no label', {}],
  ['a label that is no JSON', { [labels.spec]: '{', [labels.environment]: 'a' }],
  ['a label of somebody else', { [labels.spec]: '{"image":"-v"}', [labels.environment]: 'a' }],
  ['no environment', { [labels.spec]: JSON.stringify(defaultSpec({ ...wanted })) }],
])('%s is refused', (_what, said) => {
  expect(() => specOf({ name: 'x', labels: said, env: [] }, new Map())).toThrow(RefusalError)
})

it('an environment of an older Berth, whose secrets stand in its variables, is read as well', () => {
  const { container } = planned({ ...wanted, env: [] }, host())
  const spec = { ...wanted, env: [{ name: 'HF_TOKEN', value: '' }] }
  const inside = {
    name: 'vision',
    labels: { ...container.labels, [labels.spec]: JSON.stringify(spec) },
    env: ['HF_TOKEN=hf_secret'],
  }
  expect(specOf(inside, new Map()).env).toEqual([{ name: 'HF_TOKEN', value: 'hf_secret' }])
})

it('a secret that is not in the file any more is refused, and nothing that only the file names is taken', () => {
  const { container } = planned(wanted, host())
  const read = (secrets: ReadonlyMap<string, string>) => specOf({ ...container, name: 'vision' }, secrets)
  expect(() => read(new Map())).toThrow('SecretMissing: HF_TOKEN')
  const env = read(new Map([...secrets, ['LD_PRELOAD', '/workspace/evil.so']])).env
  expect(env.map(({ name }) => name)).toEqual(['HF_TOKEN', 'EMPTY'])
})

it('a variable that only looks secret stays where the person wanted it', () => {
  const plain = { name: 'BASIC_AUTH', value: 'off', secret: false }
  const { container } = planned({ ...wanted, env: [plain] }, host())
  expect(container.env).toContain('BASIC_AUTH=off')
  expect(specOf({ ...container, name: 'vision' }, new Map()).env).toEqual([plain])
})
