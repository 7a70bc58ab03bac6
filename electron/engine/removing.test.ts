import { expect, it } from 'vitest'
import { RefusalError } from '../../shared/model/refusal'
import { createEngine } from '.'
import { dockerAnswers, openStandIn, type Answers } from './stand-in'

const id = 'a'.repeat(64)
const message = `container ${id}: driver "overlay2" failed to remove root filesystem: unlinkat /x: directory not empty`

/** An engine whose `DELETE` fails so many times. */
async function removed(failures: number) {
  let left = failures
  const answers: Answers = {
    ...dockerAnswers,
    get [`/containers/${id}`]() {
      left -= 1
      return left >= 0 ? { status: 500, body: { message } } : { status: 204 }
    },
  }
  const standIn = await openStandIn(answers)
  const engine = createEngine({
    address: () => standIn.address,
    env: {},
    home: '/nowhere',
    log: () => undefined,
  })
  try {
    await engine.containers.remove(id)
  } finally {
    await engine.dispose()
    await standIn.close()
  }
  return standIn.asked.filter((url) => url.includes(id)).length
}

it('removes again what was still held open a moment ago', async () => {
  expect(await removed(2)).toBe(3)
})

it('says what the engine says when it stays so', async () => {
  const error = await removed(9).catch((thrown: unknown) => thrown)
  expect(error instanceof RefusalError && error.refusal.raw).toContain('directory not empty')
}, 10_000)
