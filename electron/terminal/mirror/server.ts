// Mirrors for whoever speaks to the port: in a worker in the app, in one process in tests.
import { createMirror, type Mirror } from './mirror'
import { RequestSchema, type MirrorPort, type Report, type Request } from './protocol'
import { loadTerminal } from './terminal'

/** Settles when they can be spoken to; what was said before waits in the port. */
export async function serveMirrors(port: MirrorPort): Promise<void> {
  const openTerminal = await loadTerminal()
  const mirrors = new Map<number, Mirror>()
  const report = (message: Report) => port.postMessage(message)

  const show = (id: number, mirror: Mirror | undefined) => {
    const bytes = mirror?.screen() ?? new Uint8Array()
    port.postMessage({ is: 'screen', id, bytes }, [bytes.buffer])
  }

  const open = ({ id, cols, rows, scrollback }: Extract<Request, { is: 'open' }>) => {
    let isTold = false
    const mirror = createMirror({
      openTerminal,
      size: { cols, rows },
      scrollback,
      onAnswer: (text) => report({ is: 'answer', id, text }),
      onFailure: (error) => {
        // What a program prints may fail a thousand times a second.
        if (!isTold) report({ is: 'failure', id, text: String(error) })
        isTold = true
      },
    })
    mirrors.set(id, mirror)
  }

  const carryOut = (request: Request) => {
    if (request.is === 'open') return open(request)
    const { id } = request
    const mirror = mirrors.get(id)
    switch (request.is) {
      case 'write':
        mirror?.write(request.memory.subarray(0, request.length))
        port.postMessage({ ...request, is: 'took' }, [request.memory.buffer])
        break
      case 'resize':
        mirror?.resize({ cols: request.cols, rows: request.rows })
        break
      case 'audience':
        mirror?.audience(request.present)
        break
      case 'serialise':
        show(id, mirror)
        break
      case 'close':
        mirrors.delete(id)
        mirror?.close()
        break
    }
  }

  port.on('message', (message) => carryOut(RequestSchema.parse(message)))
  report({ is: 'ready' })
}
