import { expect, it } from 'vitest'
import { createMask } from '.'

const covered = (value: string, text: string) => {
  const mask = createMask()
  mask.heard(value)
  return mask.cover(text)
}

it.each(['wandbKey', 'my-thing', 'x', 'NVIDIA_FLAVOUR', 'LANG'])(
  'covers a value under the name %s',
  (name) => {
    expect(covered('canary-7f3a', `${name}=canary-7f3a, ${name}: "canary-7f3a" (canary-7f3a)`)).not.toContain(
      '7f3a',
    )
  },
)

it('covers a value of several lines whole, line by line, and as JSON writes it', () => {
  const value = 'first "half"\nsecond half\n'
  const said = `${value} | second half | ${JSON.stringify({ value })}`
  expect(covered(value, said)).not.toMatch(/half/)
})

it('covers the longer of two that begin alike', () => {
  const mask = createMask()
  mask.heard('canary')
  mask.heard('canary-long')
  expect(mask.cover('canary-long')).not.toContain('long')
})

it('leaves what is no secret, and words too short to be one', () => {
  expect(covered('1', '1 GPU, 11 kernels')).toBe('1 GPU, 11 kernels')
  expect(createMask().cover('nothing heard')).toBe('nothing heard')
})
