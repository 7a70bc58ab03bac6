import { describe, expect, it } from 'vitest'
import { createHeldLayers } from './held-layers'
import { createRecent } from './recent'
import { pullSize } from './size'

const layers = [
  { digest: 'sha256:a', bytes: 100 },
  { digest: 'sha256:b', bytes: 20 },
  { digest: 'sha256:c', bytes: 3 },
]
const diffIds = ['A', 'B', 'C']
const remote = { layers, diffIds }

describe('the size of a pull', () => {
  it('is that of all layers where nothing is here', () => {
    expect(pullSize(remote, { images: [], store: 'chain' }, 1000)).toEqual({
      ...{ layers: 3, totalBytes: 123, downloadBytes: 123, unpackedBytes: 308, freeAfterBytes: 692 },
    })
  })

  it('leaves out the run of layers from the bottom that some image shares, and no layer above a gap', () => {
    const images = [['A'], ['X', 'B', 'C'], ['A', 'B', 'Y']]
    const size = pullSize(remote, { images, store: 'chain' }, null)
    expect(size).toMatchObject({ totalBytes: 123, downloadBytes: 3, freeAfterBytes: null })
    expect(pullSize(remote, { images: [['X', 'B', 'C']], store: 'chain' }, null).downloadBytes).toBe(123)
  })

  it('leaves out every layer that is here where the store knows layers by digest, and keeps both forms of the rest', () => {
    const size = pullSize(remote, { images: [['X', 'B', 'C']], store: 'digest' }, 1000)
    expect(size).toMatchObject({ downloadBytes: 100, unpackedBytes: 250, freeAfterBytes: 650 })
  })

  it('is nothing where the whole image is here, and never leaves less than no room', () => {
    expect(pullSize(remote, { images: [diffIds], store: 'chain' }, 5)).toMatchObject({
      downloadBytes: 0,
      freeAfterBytes: 5,
    })
    // Below zero is what is missing.
    expect(pullSize(remote, { images: [], store: 'chain' }, 5).freeAfterBytes).toBe(-303)
  })

  it('counts a layer that stands twice once, and trusts no pairing of unequal lists', () => {
    const twice = { layers: [...layers, { digest: 'sha256:a', bytes: 100 }], diffIds: [...diffIds, 'A'] }
    expect(pullSize(twice, { images: [], store: 'chain' }, null).totalBytes).toBe(123)
    const odd = { layers, diffIds: ['A'] }
    expect(pullSize(odd, { images: [['A']], store: 'chain' }, null).downloadBytes).toBe(123)
  })
})

it('an image’s layers are looked up once, and forgotten with the image', async () => {
  let ids = ['one', 'two', 'gone']
  const asked: string[] = []
  const held = createHeldLayers({
    ids: () => Promise.resolve(ids),
    inspect(id) {
      asked.push(id)
      const image = {
        id,
        repoTags: [],
        repoDigests: [],
        env: [],
        cmd: [],
        entrypoint: [],
        user: '',
        workingDir: '',
      }
      const more = { labels: {}, architecture: '', os: '', sizeBytes: 0, diffIds: [id.toUpperCase()] }
      return Promise.resolve(id === 'gone' ? null : { ...image, ...more })
    },
  })
  const { signal } = new AbortController()
  expect(await held(signal)).toEqual([['ONE'], ['TWO']])
  ids = ['two', 'three']
  expect(await held(signal)).toEqual([['TWO'], ['THREE']])
  expect(asked).toEqual(['one', 'two', 'gone', 'three'])
})

describe('recent answers', () => {
  it('are given again for a while, asked anew when wished, and never twice at once', async () => {
    let clock = 0
    let asked = 0
    const recent = createRecent<number>({ milliseconds: 100, most: 2, now: () => clock })
    const ask = () => Promise.resolve(++asked)
    expect(await Promise.all([recent.get('a', true, ask), recent.get('a', true, ask)])).toEqual([1, 1])
    expect(await recent.get('a', false, ask)).toBe(1)
    expect(await recent.get('a', true, ask)).toBe(2)
    clock = 150
    expect(await recent.get('a', false, ask)).toBe(3)
    await recent.get('b', false, ask)
    await recent.get('c', false, ask)
    expect(await recent.get('a', false, ask)).toBe(6)
  })

  it('keep no failure', async () => {
    const recent = createRecent<string>({ milliseconds: 100, most: 2, now: () => 0 })
    await expect(recent.get('a', false, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await recent.get('a', false, () => Promise.resolve('back'))).toBe('back')
  })
})
