import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SettingsSchema } from '../../shared/model/settings'
import { migrate, readSettings } from './read'

const steps = [
  (old: Record<string, unknown>) => ({ ...old, colour: old['color'] }),
  (old: Record<string, unknown>) => ({ ...old, colour: [old['colour']] }),
]

it('takes an old file through every step that it has missed', () => {
  expect(migrate({ version: 1, color: 'red' }, steps)).toMatchObject({ raw: { version: 3, colour: ['red'] } })
  expect(migrate({ version: 2, colour: 'red' }, steps)).toMatchObject({
    raw: { version: 3, colour: ['red'] },
  })
  expect(migrate({ version: 3, colour: ['red'] }, steps)).toMatchObject({
    raw: { version: 3, colour: ['red'] },
  })
})

it('does not guess at a file of the future', () => {
  expect(migrate({ version: 4 }, steps).is).toBe('newer')
})

it('takes a file without a version for one of the first', () => {
  expect(migrate({ color: 'red' }, steps)).toMatchObject({ raw: { colour: ['red'] } })
})

it('never throws and never gives settings that are not valid, whatever the text', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ version: fc.nat(3), theme: fc.string() }).map((v) => JSON.stringify(v)),
  )
  fc.assert(
    fc.property(text, (any) => {
      const read = readSettings(any)
      if (read.is !== 'unreadable') expect(SettingsSchema.parse(read.settings)).toEqual(read.settings)
    }),
  )
})

it('reads every prefix of a good file as unreadable, never as fewer settings', () => {
  const whole = JSON.stringify(SettingsSchema.parse({ theme: 'dark' }))
  for (let end = 0; end < whole.length; end += 1)
    expect(readSettings(whole.slice(0, end)).is).toBe('unreadable')
  expect(readSettings(`\uFEFF${whole}`).is).toBe('whole')
})
