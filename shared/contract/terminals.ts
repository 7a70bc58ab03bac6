// The terminal room's contract. Bytes do not travel here: attach to the stream `terminal/<id>` (shared/bytes).
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { BerthIdSchema, ContainerIdSchema } from '../model/names'
import { RefusalSchema } from '../model/refusal'
import { procedure } from './base'

export const TerminalTargetSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('container'), containerId: ContainerIdSchema }),
  z.object({ is: z.literal('host') }),
])

export const TerminalSizeSchema = z.object({
  cols: z.number().int().min(2).max(2000),
  rows: z.number().int().min(1).max(2000),
})

export const TerminalSchema = z.object({
  id: BerthIdSchema,
  target: TerminalTargetSchema,
  /** Shown on the tab until the program sets a title: container name or host name. */
  label: z.string(),
  carrier: z.enum(['engine', 'pty']),
  openedAt: z.number(),
  size: TerminalSizeSchema,
  state: z.discriminatedUnion('is', [
    z.object({ is: z.literal('running') }),
    z.object({ is: z.literal('exited'), code: z.number().nullable() }),
    z.object({ is: z.literal('lost'), refusal: RefusalSchema }),
  ]),
})
export type Terminal = z.infer<typeof TerminalSchema>
export type TerminalTarget = z.infer<typeof TerminalTargetSchema>
export type TerminalSize = z.infer<typeof TerminalSizeSchema>

export const terminalsContract = {
  watch: procedure.output(eventIterator(z.array(TerminalSchema))),
  open: procedure
    .input(
      TerminalSizeSchema.extend({
        target: TerminalTargetSchema,
        /** 'engine': the engine's exec stream (default). 'pty': node-pty running the docker CLI. A host shell is always a pty. */
        carrier: z.enum(['engine', 'pty']),
      }),
    )
    .output(TerminalSchema),
  resize: procedure.input(TerminalSizeSchema.extend({ id: BerthIdSchema })).output(z.void()),
  /** Ends the process group in the container (or on the host) and forgets the session. */
  close: procedure.input(z.object({ id: BerthIdSchema })).output(z.void()),
}
