import { once } from 'node:events'
import { chmod, lstat, mkdir, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Sessions } from '../gate'
import { stackOf, type Log } from '../log'
import { controlFolder, longestPath, ourPrefix } from './place'
import { longestQuestion, patienceMilliseconds, QuestionSchema, type Answer, type Question } from './protocol'

/** Answers this user's shell until it is closed; without it the server serves all the same, and the log says why. */
export async function offerControl(options: {
  stateFolder: string
  at: string
  sessions: Sessions
  log: Log
}): Promise<() => Promise<void>> {
  const { log } = options
  try {
    return await offer(options)
  } catch (error) {
    log(`berth sessions will not work: ${error instanceof Error ? error.message : String(error)}`)
    return () => Promise.resolve()
  }
}

async function offer(options: Parameters<typeof offerControl>[0]): Promise<() => Promise<void>> {
  const { stateFolder, log } = options
  if (process.platform === 'win32') throw new Error('this system has no sockets with an owner')
  const folder = controlFolder(stateFolder)
  const path = join(folder, `${ourPrefix}${process.pid}.${options.at.replace(/^.*:/, '')}`)
  if (Buffer.byteLength(path) > longestPath)
    throw new Error(`${path} is longer than ${longestPath} bytes; set BERTH_HOME to a shorter folder`)
  await ownFolder(folder)
  await rm(path, { force: true })
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    serve(socket, options).catch(broken(socket, log))
  })
  server.listen(path)
  await once(server, 'listening')
  // Whoever could not enter the folder never saw it with other rights.
  await chmod(path, 0o600)
  server.on('error', (error) => log(`control: ${stackOf(error)}`))
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of open) socket.destroy()
    // Node takes the socket's file away with it.
    await closed
  }
}

async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new Error(`${folder} is not this user’s own folder`)
  await chmod(folder, 0o700)
}

async function serve(socket: Socket, options: Parameters<typeof offerControl>[0]): Promise<void> {
  socket.setTimeout(patienceMilliseconds, () => socket.destroy())
  let said = ''
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) {
    said += chunk
    if (said.length > longestQuestion) return void socket.destroy()
    if (!said.includes('\n')) continue
    const question = QuestionSchema.parse(JSON.parse(said))
    return void socket.end(`${JSON.stringify(answer(question, options))}\n`)
  }
}

function answer(question: Question, { at, sessions }: Parameters<typeof offerControl>[0]): Answer {
  const wanted = sessions
    .list()
    .filter(({ id }) => question.ask === 'revoke-all' || (question.ask === 'revoke' && question.id === id))
  const revoked = wanted.filter(({ id }) => sessions.end(id, 'revoked')).map(({ id }) => id)
  return { at, pid: process.pid, revoked, sessions: sessions.list() }
}

function broken(socket: Socket, log: Log) {
  return (error: unknown) => {
    log(`control: ${error instanceof Error ? error.message : String(error)}`)
    socket.destroy()
  }
}
