import { describe, expect, test } from 'vitest'
import type { CatalogueEntry } from '../../../shared/contract/launch'
import { referenceIn, searchCatalogue } from './catalogue-search'

const entry = (id: string, given: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id,
  title: id,
  image: `docker.io/example/${id}:1`,
  kind: 'pytorch',
  origin: 'catalogue',
  cuda: null,
  framework: null,
  python: null,
  jupyter: null,
  downloadBytes: null,
  minDriver: null,
  architectures: [],
  note: '',
  source: '',
  present: false,
  ...given,
})

const entries = [
  entry('old', { cuda: '11.8' }),
  entry('new', { cuda: '12.8' }),
  entry('here', { present: true }),
  entry('tools', { kind: 'cuda', cuda: '12.8' }),
]
const ids = (found: CatalogueEntry[]) => found.map(({ id }) => id)

describe('searching the catalogue', () => {
  test('the starter comes first, then what is on this machine', () => {
    expect(ids(searchCatalogue(entries, { query: '', kind: 'all', starter: 'new' }))).toEqual([
      'new',
      'here',
      'old',
      'tools',
    ])
  })

  test('every word must match', () => {
    expect(ids(searchCatalogue(entries, { query: 'CUDA 12.8', kind: 'all', starter: '' }))).toEqual([
      'new',
      'tools',
    ])
  })

  test('a kind narrows the search', () => {
    expect(ids(searchCatalogue(entries, { query: '12.8', kind: 'cuda', starter: '' }))).toEqual(['tools'])
    expect(ids(searchCatalogue(entries, { query: '', kind: 'here', starter: '' }))).toEqual(['here'])
  })
})

describe('an image reference in the search field', () => {
  test.each(['ghcr.io/team/lab:2.1', 'python:3.12', 'localhost:5000/a/b', `x@sha256:${'a'.repeat(64)}`])(
    '%s is offered as it is',
    (text) => {
      expect(referenceIn(text, 3)).toBe(text)
    },
  )

  test('a plain word is a search while the catalogue has something for it', () => {
    expect(referenceIn('pytorch', 4)).toBeNull()
    expect(referenceIn('ubuntu', 0)).toBe('ubuntu')
  })

  test('a pasted docker pull is understood', () => {
    expect(referenceIn('docker pull python:3.12', 0)).toBe('python:3.12')
  })

  test('what no registry could know is not offered', () => {
    expect(referenceIn('Upper/Case:1', 0)).toBeNull()
    expect(referenceIn('two words', 0)).toBeNull()
    expect(referenceIn('a/b:1?x=2', 0)).toBeNull()
  })
})
