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

it('the spec is read back whole from what a launch creates; its secret stands in no label', () => {
  const { container, gpus } = planned(wanted, host())
  expect(JSON.stringify(container.labels)).not.toContain('hf_secret')
  expect(specOf({ name: 'vision', labels: container.labels, env: ['PATH=/bin', ...container.env] })).toEqual({
    ...wanted,
    // The cards it had, not whichever are the least busy now.
    gpus: { is: 'cards', uuids: gpus.map(({ uuid }) => uuid) },
  })
})

it('all cards stay all, and none stays none', () => {
  for (const gpus of [{ is: 'all' as const }, { is: 'none' as const }]) {
    const { container } = planned({ ...wanted, gpus }, host())
    expect(specOf(container).gpus).toEqual(gpus)
  }
})

it.each([
  ['no label', {}],
  ['a label that is no JSON', { [labels.spec]: '{', [labels.environment]: 'a' }],
  ['a label of somebody else', { [labels.spec]: '{"image":"-v"}', [labels.environment]: 'a' }],
  ['no environment', { [labels.spec]: JSON.stringify(defaultSpec({ ...wanted })) }],
])('%s is refused', (_what, said) => {
  expect(() => specOf({ name: 'x', labels: said, env: [] })).toThrow(RefusalError)
})
