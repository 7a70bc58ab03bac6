import { describe, expect, it } from 'vitest'
import { ImageReferenceSchema, splitReference } from '../../shared/model/names'
import { CatalogueReferenceSchema } from '../../shared/model/settings'
import { catalogue, catalogueEntries, familiar } from './catalogue'

describe('the catalogue', () => {
  it.each(catalogue.entries.map((entry) => [entry.image, entry] as const))(
    'pins %s and names its source',
    (_, entry) => {
      expect(ImageReferenceSchema.safeParse(entry.image).success).toBe(true)
      // "cuda12-latest" floats as much as "latest" does.
      expect(splitReference(entry.image).tag).toMatch(/\d/)
      expect(splitReference(entry.image).tag).not.toMatch(/latest|nightly/)
      expect(entry.source).not.toBe('')
      expect(entry.note).not.toBe('')
    },
  )

  it('has one entry per id and per image', () => {
    const { entries } = catalogue
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(new Set(entries.map(({ image }) => image)).size).toBe(entries.length)
  })

  it('covers old and new CUDA, every kind of work, and machines without a GPU', () => {
    const { entries } = catalogue
    for (const cuda of [/^11\.8/, /^12/, /^13/])
      expect(entries.some((entry) => cuda.test(entry.cuda ?? ''))).toBe(true)
    for (const kind of ['pytorch', 'tensorflow', 'cuda', 'jupyter', 'inference'])
      expect(entries.some((entry) => entry.kind === kind)).toBe(true)
    expect(entries.some((entry) => entry.jupyter === true && entry.minDriver === null)).toBe(true)
  })

  it('starts with an entry that has JupyterLab', () => {
    expect(catalogue.entries.find(({ id }) => id === catalogue.starter)?.jupyter).toBe(true)
  })

  it("puts the user's own references first and knows which images are here", () => {
    const own = CatalogueReferenceSchema.parse({ id: 'mine', title: 'Mine', image: 'me/lab:2' })
    const [first, ...rest] = catalogueEntries(
      [own],
      ['me/lab:2', 'pytorch/pytorch:2.6.0-cuda12.4-cudnn9-runtime'],
    )
    expect(first).toMatchObject({ id: 'mine', origin: 'user', present: true, jupyter: null })
    expect(rest.filter(({ present }) => present).map(({ id }) => id)).toEqual(['pytorch-2.6-cuda12.4'])
  })

  it('reads references as the engine lists them', () => {
    expect(familiar('docker.io/library/python:3')).toBe('python:3')
    expect(familiar('python')).toBe('python:latest')
    expect(familiar('localhost:5000/lab')).toBe('localhost:5000/lab:latest')
  })
})
