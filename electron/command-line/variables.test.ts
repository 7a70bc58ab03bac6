import { expect, it } from 'vitest'
import { variablesFrom } from './variables'

function from(env: string[], secret: string[] = []) {
  const warned: string[] = []
  const variables = variablesFrom(
    { env, secret },
    { env: { HF_TOKEN: 'canary' }, err: (text) => warned.push(text) },
  )
  return { variables, warned }
}

it('takes a value as it is said, equals signs and all, and a bare name’s from here', () => {
  const { variables, warned } = from(['MODE=a=b', 'EMPTY=', 'HF_TOKEN'])
  expect(variables).toEqual([
    { name: 'MODE', value: 'a=b' },
    { name: 'EMPTY', value: '' },
    { name: 'HF_TOKEN', value: 'canary' },
  ])
  expect(warned).toEqual([])
})

it('warns of a secret said in the arguments, without saying it again', () => {
  const { warned } = from(['HF_TOKEN=canary', 'URL=https://me:canary@host/'])
  expect(warned).toHaveLength(2)
  expect(warned.join()).not.toContain('canary')
})

it('passes a saved secret on by its name alone', () => {
  expect(from([], ['HF_TOKEN']).variables).toEqual([{ name: 'HF_TOKEN', value: '', saved: 'HF_TOKEN' }])
})
