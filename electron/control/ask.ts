import { readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { controlFolder, ourPrefix } from './place'
import { AnswerSchema, longestAnswer, patienceMilliseconds, type Answer, type Question } from './protocol'

/** Each `berth serve` of this user on this machine and in this folder; what a killed one left is taken away. */
export async function askRunning(stateFolder: string, question: Question): Promise<Answer[]> {
  const folder = controlFolder(stateFolder)
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  })
  const ours = names.filter((name) => name.startsWith(ourPrefix)).map((name) => join(folder, name))
  return (await Promise.all(ours.map((path) => askOne(path, question)))).filter((answer) => answer !== null)
}

async function askOne(path: string, question: Question): Promise<Answer | null> {
  const socket = connect(path)
  socket.setTimeout(patienceMilliseconds, () => socket.destroy(new Error(`${path} does not answer`)))
  try {
    socket.write(`${JSON.stringify(question)}\n`)
    let said = ''
    for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) {
      said += chunk
      if (said.length > longestAnswer) throw new Error(`${path} says too much`)
    }
    return AnswerSchema.parse(JSON.parse(said))
  } catch (error) {
    if (!hasCode(error, 'ECONNREFUSED', 'ENOENT')) throw error
    await rm(path, { force: true })
    return null
  } finally {
    socket.destroy()
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
