// A program on a pseudoterminal of this machine, through node-pty: bytes in, bytes out, nothing decoded.
import { readSync } from 'node:fs'
import { constants } from 'node:os'
import { ReadStream } from 'node:tty'
import type { IPty } from 'node-pty'
import type { TerminalSize } from '../../shared/contract/terminals'
import { RefusalError, refusalFrom } from '../../shared/model/refusal'

/** node-pty destroys its socket 200 ms after the program's exit, read or not; a held one is therefore let go well before. */
const exitCheckMilliseconds = 25

export type Pty = {
  pid: number
  write(bytes: Uint8Array): void
  /** Bytes that were written and that the system has not taken yet. */
  waiting(): number
  resize(size: TerminalSize): void
  hold(held: boolean): void
  signal(name: 'SIGHUP' | 'SIGKILL' | 'SIGWINCH'): void
}

export type PtyExit = { is: 'exited'; code: number } | { is: 'signalled'; signal: string }

type PtyRequest = {
  file: string
  args: string[]
  env: Record<string, string>
  folder: string
  size: TerminalSize
  onBytes: (chunk: Uint8Array) => void
  /** After the last byte. */
  onExit: (exit: PtyExit) => void
}

/** Refuses with CarrierMissing when this build has no working node-pty. */
export async function openPty(request: PtyRequest): Promise<Pty> {
  const pty = await spawn(request)
  const backlog = createBacklog(pty)
  let check: NodeJS.Timeout | null = null
  let ended = false

  const letGo = () => {
    if (check !== null) clearInterval(check)
    check = null
    if (!ended) pty.resume()
  }
  // With `encoding: null` node-pty hands out Buffers, whatever its types say.
  pty.onData((data: string | Uint8Array) =>
    request.onBytes(typeof data === 'string' ? Buffer.from(data) : data),
  )
  atEnd(pty, request.onBytes)
  pty.onExit(({ exitCode, signal }) => {
    ended = true
    letGo()
    request.onExit(
      signal === undefined || signal === 0
        ? { is: 'exited', code: exitCode }
        : { is: 'signalled', signal: signalName(signal) },
    )
  })

  return {
    pid: pty.pid,
    write: (bytes) => {
      if (ended) return
      backlog.add(bytes.length)
      pty.write(Buffer.from(bytes))
    },
    waiting: () => backlog.bytes(),
    resize: ({ cols, rows }) => {
      if (!ended) pty.resize(cols, rows)
    },
    hold: (held) => {
      if (ended) return
      if (!held) letGo()
      else if (check === null) {
        pty.pause()
        check = setInterval(() => {
          // What is left of a dead program fits in the kernel's buffer, so letting go keeps memory bounded.
          if (!isAlive(pty.pid)) letGo()
        }, exitCheckMilliseconds)
      }
    },
    signal: (name) => {
      if (!ended) pty.kill(name)
    },
  }
}

/**
 * Reads what libuv leaves behind. Once the program has ended (POLLHUP), libuv reports the end after its next partial
 * read, and a read of a terminal is always partial (4095 bytes): a held or busy reader lost 10 kB in our test. The
 * descriptor is still open when 'end' is told, and the kernel answers EIO only when it has given everything.
 */
function atEnd(pty: IPty, onBytes: (chunk: Uint8Array) => void): void {
  // Neither is in node-pty's types; its version is pinned, and the test of a held program fails without them.
  const socket: unknown = Reflect.get(pty, '_socket')
  const descriptor: unknown = Reflect.get(pty, '_fd')
  if (!(socket instanceof ReadStream) || typeof descriptor !== 'number') return
  socket.prependListener('end', () => {
    const chunk = Buffer.alloc(64 * 1024)
    try {
      for (;;) {
        const length = readSync(descriptor, chunk)
        if (length === 0) return
        onBytes(Uint8Array.from(chunk.subarray(0, length)))
      }
    } catch {
      // EIO: nothing is left. EAGAIN: another program has the terminal open and is silent; the shell itself has ended.
    }
  })
}

/** node-pty's own queue has an entry a write; the lengths are kept beside it, for adding them up each time takes too long. */
function createBacklog(pty: IPty): { add: (length: number) => void; bytes: () => number } {
  const stream: unknown = Reflect.get(pty, '_writeStream')
  const queue: unknown = typeof stream === 'object' && stream ? Reflect.get(stream, '_writeQueue') : null
  const lengths: number[] = []
  let sum = 0
  const settle = () => {
    const taken = lengths.length - (Array.isArray(queue) ? queue.length : 0)
    if (taken <= 0) return
    for (const length of lengths.splice(0, taken)) sum -= length
  }
  return {
    add: (length) => {
      settle()
      // An empty write is none to node-pty.
      if (length === 0) return
      lengths.push(length)
      sum += length
    },
    bytes: () => {
      settle()
      return sum
    },
  }
}

async function spawn(request: PtyRequest): Promise<IPty> {
  try {
    const nodePty = await import('node-pty')
    return nodePty.spawn(request.file, request.args, {
      name: 'xterm-256color',
      cols: request.size.cols,
      rows: request.size.rows,
      cwd: request.folder,
      env: request.env,
      encoding: null,
    })
  } catch (error) {
    const { evidence, raw } = refusalFrom(error)
    throw new RefusalError('CarrierMissing', { params: { program: 'node-pty' }, evidence, raw })
  }
}

/** Of two names for one number (SIGABRT and SIGIOT) the first is the usual one; real-time signals have none. */
function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, each]) => each === number)?.[0] ?? `signal ${number}`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // ESRCH; EPERM cannot be, the program is our child.
    return false
  }
}
