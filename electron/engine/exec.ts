// Programs run inside a container: a session on a hijacked connection, or a small command to its end.
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import type { Calls } from './calls'
import { checkedId } from './checked'
import { collectFrames } from './frames'
import { pause } from './signals'
import type { Engine, ExecSession, ExecSpec } from './types'
import { atLeast } from './versions'

type Exec = Pick<Engine['containers'], 'exec' | 'run'>

const CreatedSchema = z.object({ Id: z.string().regex(/^[a-f0-9]{12,64}$/) })
const StateSchema = z
  .object({ Running: z.boolean(), ExitCode: z.number().nullish(), Pid: z.number().nullish() })
  .transform((state) => ({
    running: state.Running,
    exitCode: state.Running ? null : (state.ExitCode ?? null),
    // Pid is the host's, and 0 before the start.
    pid: state.Pid ? state.Pid : null,
  }))

/**
 * The engine's own keys are ctrl-p ctrl-q, and it holds every ctrl-p back until the next key. Some first key must be held;
 * this is the one that shells and editors use least, and what follows cannot be typed by accident.
 */
const detachKeys = 'ctrl-^,ctrl-@,ctrl-_,ctrl-^,ctrl-@,ctrl-_'

export function createExec(calls: Calls, apiVersion: () => string): Exec {
  const inspect = (id: string, name: string): ReturnType<ExecSession['inspect']> =>
    calls.json({ method: 'GET', path: `/exec/${id}/json` }, StateSchema, { subject: { name } })

  async function resize(
    id: string,
    { cols, rows }: { cols: number; rows: number },
    name: string,
  ): Promise<void> {
    const ask = { method: 'POST' as const, path: `/exec/${id}/resize`, query: { h: rows, w: cols } }
    await calls.reply(ask, { subject: { name }, deadline: 12_000 })
  }

  async function open(name: string, spec: ExecSpec, signal: AbortSignal | undefined) {
    // Below 1.42 the engine ignores a size here, and refuses it without a terminal nowhere: it is simply left out.
    const size =
      spec.tty && spec.size && atLeast(apiVersion(), 42)
        ? { ConsoleSize: [spec.size.rows, spec.size.cols] }
        : {}
    const body = {
      AttachStdin: spec.stdin,
      AttachStdout: true,
      AttachStderr: true,
      Tty: spec.tty,
      Cmd: spec.cmd,
      DetachKeys: detachKeys,
      ...size,
      ...(spec.env ? { Env: spec.env } : {}),
      ...(spec.user === undefined ? {} : { User: spec.user }),
      ...(spec.workingDir === undefined ? {} : { WorkingDir: spec.workingDir }),
    }
    const options = { signal, subject: { name }, deadline: 20_000 }
    const create = { method: 'POST' as const, path: `/containers/${checkedId(name)}/exec`, body }
    const { Id: id } = await calls.json(create, CreatedSchema, options)
    // The framing follows the Tty given here, not the one at create (moby): both are the same.
    const start = {
      method: 'POST' as const,
      path: `/exec/${id}/start`,
      body: { Detach: false, Tty: spec.tty, ...size },
    }
    return { id, stream: await calls.hijack(start, options) }
  }

  return {
    async exec(name, spec, signal) {
      const { id, stream } = await open(name, spec, signal)
      const session: ExecSession = {
        id,
        stream,
        resize: (size) => resize(id, size, name),
        inspect: () => inspect(id, name),
      }
      if (spec.tty && spec.size && !atLeast(apiVersion(), 42))
        await session.resize(spec.size).catch((error: unknown) => {
          // The program may have ended already; its output and exit code are still to be had from the session.
          if (!(error instanceof RefusalError) || error.refusal.code === 'EngineDown') throw error
        })
      return session
    },
    async run(name, spec, signal) {
      const { id, stream } = await open(name, { ...spec, tty: false, stdin: false }, signal)
      const output = await collectFrames(stream)
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const { running, exitCode } = await inspect(id, name)
        if (!running && exitCode !== null) return { exitCode, ...output }
        // The stream ends a moment before the engine has noted the exit.
        if (!(await pause(20, signal ?? new AbortController().signal))) throw new RefusalError('Cancelled')
      }
      throw new RefusalError('EngineTimeout', {
        params: { name },
        evidence: `${spec.cmd[0] ?? ''} closed its output and did not end`,
      })
    },
  }
}
