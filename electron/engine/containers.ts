// What can be done with one container, each verb one call.
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { RefusalError } from '../../shared/model/refusal'
import { createArchive } from './archive'
import type { Calls, CallOptions } from './calls'
import { checkedId, checkedReference } from './checked'
import { createBody, createQuery } from './create'
import { createExec } from './exec'
import { collectInOrder } from './frames'
import { DetailsSchema, SummariesSchema } from './summaries'
import type { Engine } from './types'
import { readUsage } from './usage'

const CreatedSchema = z.object({ Id: z.string(), Warnings: z.array(z.string()).nullish() })
const WaitSchema = z.object({ StatusCode: z.number() })
const TopSchema = z.object({ Titles: z.array(z.string()), Processes: z.array(z.array(z.string())).nullish() })

/** What a container that was just ended still held open a moment ago; dockerd 20.10 gives up at the first try, and a second one works. */
const inUseYet = /failed to remove root filesystem|device or resource busy/i
const removals = 4
const removalPauseMilliseconds = 300
// Starting and removing touch disks, networks and GPU hooks: slow on a busy host, and not stuck.
const slow = 90_000

export function createContainers(calls: Calls, apiVersion: () => string): Engine['containers'] {
  const path = (id: string, verb: string) => `/containers/${checkedId(id)}/${verb}`
  const about = (id: string, signal?: AbortSignal, deadline = slow): CallOptions => ({
    ...{ signal, deadline, subject: { name: id } },
  })

  const inspect: Engine['containers']['inspect'] = async (id, { size = false, signal } = {}) =>
    calls.json(
      { method: 'GET', path: path(id, 'json'), query: { size: size ? 1 : undefined } },
      DetailsSchema,
      about(id, signal, size ? slow : 15_000),
    )

  const logs: Engine['containers']['logs'] = async (
    id,
    { follow, tail, timestamps, since, until, signal },
  ) => {
    const { tty } = await inspect(id, signal ? { signal } : {})
    const shape = { follow: Number(follow), timestamps: Number(timestamps), tail, since, until }
    const query = { stdout: 1, stderr: 1, ...shape }
    return {
      tty,
      stream: await calls.stream({ method: 'GET', path: path(id, 'logs'), query }, about(id, signal)),
    }
  }

  /** `removed` also settles for one that is gone already. */
  async function wait(
    id: string,
    condition: 'not-running' | 'removed',
    options: CallOptions,
  ): Promise<number> {
    const ask = { method: 'POST' as const, path: path(id, 'wait'), query: { condition } }
    const reply = await calls.reply(ask, options)
    return reply.status === 404 ? 0 : WaitSchema.parse(JSON.parse(reply.body.toString('utf8'))).StatusCode
  }

  return {
    ...createArchive(calls),
    ...createExec(calls, apiVersion),
    inspect,
    logs,
    list: (signal) =>
      calls.json({ method: 'GET', path: '/containers/json', query: { all: 1 } }, SummariesSchema, {
        signal,
        deadline: 30_000,
      }),
    async create(spec, signal) {
      const ask = {
        method: 'POST' as const,
        path: '/containers/create',
        query: createQuery(spec),
        body: createBody(spec),
      }
      const subject = { name: spec.name, image: spec.image }
      const { Id: id, Warnings: warnings } = await calls.json(ask, CreatedSchema, {
        signal,
        deadline: slow,
        subject,
      })
      return { id, warnings: warnings ?? [] }
    },
    async start(id, signal) {
      await calls.reply({ method: 'POST', path: path(id, 'start') }, { ...about(id, signal), accept: [304] })
    },
    async stop(id, { seconds = 10, signal } = {}) {
      const ask = { method: 'POST' as const, path: path(id, 'stop'), query: { t: seconds } }
      await calls.reply(ask, { ...about(id, signal, seconds * 1000 + 30_000), accept: [304] })
    },
    async restart(id, signal) {
      await calls.reply({ method: 'POST', path: path(id, 'restart'), query: { t: 10 } }, about(id, signal))
    },
    async rename(id, name, signal) {
      const ask = { method: 'POST' as const, path: path(id, 'rename'), query: { name: checkedId(name) } }
      await calls.reply(ask, { ...about(id, signal), subject: { name } })
    },
    async remove(id, { volumes = false, signal } = {}) {
      const ask = {
        method: 'DELETE' as const,
        path: `/containers/${checkedId(id)}`,
        query: { force: 1, v: Number(volumes) },
      }
      const options = { ...about(id, signal), accept: [404] }
      for (let left = removals; ; left -= 1) {
        try {
          await calls.reply(ask, options)
          return
        } catch (error) {
          if (!(error instanceof RefusalError)) throw error
          // Somebody else is removing it: what was wanted is under way, so see it through.
          if (error.refusal.params['state'] === 'removing') {
            await wait(id, 'removed', options)
            return
          }
          if (left <= 1 || !inUseYet.test(error.refusal.raw)) throw error
          await delay(removalPauseMilliseconds, undefined, { signal })
        }
      }
    },
    async lastLog(id, lines) {
      const { stream, tty } = await logs(id, { follow: false, tail: lines, timestamps: false })
      if (!tty) return collectInOrder(stream)
      const chunks: Buffer[] = []
      for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
      return Buffer.concat(chunks).toString('utf8')
    },
    async top(id) {
      const ask = { method: 'GET' as const, path: path(id, 'top'), query: { ps_args: '-eo pid,ppid,args' } }
      const { Titles: titles, Processes: rows } = await calls.json(ask, TopSchema, about(id))
      const column = (row: string[], ...names: string[]) =>
        row[titles.findIndex((title) => names.includes(title))] ?? ''
      return (rows ?? []).map((row) => ({
        pid: Number(column(row, 'PID')),
        ppid: Number(column(row, 'PPID')),
        command: column(row, 'COMMAND', 'CMD', 'ARGS'),
      }))
    },
    usage: (id, signal) => readUsage(calls, id, signal),
    wait: async (id, signal) => ({
      exitCode: await wait(id, 'not-running', { signal, deadline: null, subject: { name: id } }),
    }),
    async commit(id, { repository, tag, labels, cmd, user }, signal) {
      checkedReference(`${repository}:${tag}`)
      const query = { container: checkedId(id), repo: repository, tag }
      const body = {
        Labels: labels,
        ...(cmd ? { Cmd: cmd } : {}),
        ...(user === undefined ? {} : { User: user }),
      }
      const ask = { method: 'POST' as const, path: '/commit', query, body }
      // Writing out a derived image of many gigabytes takes minutes.
      const { Id: imageId } = await calls.json(
        ask,
        z.object({ Id: z.string() }),
        about(id, signal, 30 * 60_000),
      )
      return { imageId }
    },
  }
}
