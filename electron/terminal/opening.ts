// What opening a terminal comes to, made out first: the shell, as whom, and how it is started and recorded.
import { hostname } from 'node:os'
import type { Engine } from '../engine'
import type { TerminalRequest } from '../services'
import { openCliShell } from './cli-shell'
import { noWish, prepareShell } from './container-shell'
import { openExecShell } from './exec-shell'
import { openHostShell, prepareHostShell } from './host-shell'
import type { ShellRecord } from './record'
import type { OpenShell } from './session'
import type { Sweeper } from './sweep'

export type Opening = { label: string; program: string; user: string | null; openShell: OpenShell }

type Around = {
  engine: Engine
  env: Record<string, string | undefined>
  record: ShellRecord
  sweep: Sweeper
  signal: AbortSignal
}

/** Refuses as prepareShell and prepareHostShell do. */
export async function prepareOpening(id: string, request: TerminalRequest, around: Around): Promise<Opening> {
  const { target, shell: wish = noWish } = request
  if (target.is === 'container')
    return inContainer(id, { ...request, containerId: target.containerId }, around)
  const shell = await prepareHostShell(around.env, wish)
  return {
    label: hostname(),
    program: shell.program,
    user: null,
    openShell: (listener) => openHostShell(shell, { size: sizeOf(request), listener }),
  }
}

async function inContainer(
  id: string,
  request: TerminalRequest & { containerId: string },
  around: Around,
): Promise<Opening> {
  const { engine, env, record, sweep, signal } = around
  const { containerId, shell: wish = noWish, carrier } = request
  const { address } = engine.up()
  const container = await engine.containers.inspect(containerId, { signal })
  const shell = await prepareShell({ engine, container, signal }, wish)
  const { user, posix, program } = shell
  return {
    label: container.name,
    program,
    user,
    openShell: async (listener) => {
      await record.add({ terminalId: id, containerId: container.id, engine: address, posix, user })
      const inside = { engine, container, signal, sweep }
      const wanted = { ...inside, terminalId: id, shell, size: sizeOf(request), listener }
      const opened = await (carrier === 'engine' ? openExecShell(wanted) : openCliShell({ ...wanted, env }))
      return {
        ...opened,
        kill: async (killSignal) => {
          await opened.kill(killSignal)
          await record.forget([id])
        },
      }
    },
  }
}

function sizeOf({ cols, rows }: TerminalRequest) {
  return { cols, rows }
}
