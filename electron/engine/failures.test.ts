import { describe, expect, it } from 'vitest'
import { failureRows, refusalFor, refusalForError } from './failures'

describe('the table of failures', () => {
  it.each(failureRows.map((row) => [row.id, row] as const))(
    '%s: its example belongs to it alone',
    (_id, row) => {
      const matching = failureRows.filter((other) => other.pattern.test(row.example))
      expect(matching.map((other) => other.id)).toEqual([row.id])
      expect(refusalFor({ text: `Error response from daemon: ${row.example}\n` }).refusal.code).toBe(row.code)
    },
  )

  it('has no id twice', () => {
    expect(new Set(failureRows.map((row) => row.id)).size).toBe(failureRows.length)
  })
})

describe('refusalFor', () => {
  it('fills the gaps with what the text names, and the port as a number', () => {
    const { refusal } = refusalFor({
      text: 'driver failed programming external connectivity on endpoint lab (0d1f): Bind for 127.0.0.1:8888 failed: port is already allocated',
      status: 500,
      subject: { name: 'lab' },
    })
    expect(refusal.params).toEqual({ name: 'lab', host: '127.0.0.1', port: 8888 })
  })

  it('calls things as the caller does', () => {
    const { refusal } = refusalFor({ text: 'no basic auth credentials', subject: { image: 'lab:1' } })
    expect(refusal).toMatchObject({ code: 'RegistryUnauthorised', params: { image: 'lab:1' } })
  })

  it('prefers the caller’s name for a thing to the engine’s', () => {
    const text = 'No such container: 4f1c2d'
    expect(refusalFor({ text, subject: { name: 'vision' } }).refusal.params).toEqual({ name: 'vision' })
  })

  it('tells a path with spaces whole', () => {
    const text = 'invalid mount config for type "bind": bind source path does not exist: /data/my project'
    expect(refusalFor({ text }).refusal.params).toEqual({ path: '/data/my project' })
  })

  it.each([
    [400, 'InvalidInput'],
    [404, 'NotFound'],
    [409, 'Conflict'],
    [500, 'Unforeseen'],
  ] as const)('falls back on the status %d: %s, with the raw text', (status, code) => {
    const { refusal } = refusalFor({ text: 'something else\nentirely', status })
    expect(refusal).toMatchObject({ code, evidence: 'something else', raw: 'something else\nentirely' })
  })

  it('reads the first error when several addresses were tried', () => {
    const error = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:2375')], '')
    expect(refusalForError(error).refusal).toMatchObject({
      code: 'EngineDown',
      params: { address: '127.0.0.1:2375' },
    })
  })

  it('leaves a refusal as it is', () => {
    const error = refusalFor({ text: 'No such container: x' })
    expect(refusalForError(error)).toBe(error)
  })
})
