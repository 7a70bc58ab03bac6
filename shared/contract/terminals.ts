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

/** Which shell, as whom and where. null everywhere: what the target itself would choose. */
export const ShellWishSchema = z.object({
  /** Absolute path of a program of the target, as `choices` names them. */
  program: z.string().max(4096).startsWith('/').nullable(),
  /** Started as a login shell: reads the profile. */
  login: z.boolean(),
  /** Containers only: a user's name or id, with a group after a colon if wanted. */
  user: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?$/)
    .nullable(),
  workingDir: z.string().max(4096).startsWith('/').nullable(),
})
export type ShellWish = z.infer<typeof ShellWishSchema>

/** What a person may choose from before opening a terminal. */
export const ShellChoicesSchema = z.object({
  /** The best first: absolute paths. */
  programs: z.array(z.string()),
  /** Users that may log in, the target's own first; [] for the host. */
  users: z.array(z.string()),
  workingDir: z.string(),
})
export type ShellChoices = z.infer<typeof ShellChoicesSchema>

export const TerminalSchema = z.object({
  id: BerthIdSchema,
  target: TerminalTargetSchema,
  /** Shown on the tab until the program sets a title: container name or host name. */
  label: z.string(),
  /** Given by a person; goes before label and title. */
  name: z.string().nullable(),
  /** Absolute path of the shell that was started. */
  program: z.string(),
  /** null: the target's own. */
  user: z.string().nullable(),
  carrier: z.enum(['engine', 'pty']),
  openedAt: z.number(),
  size: TerminalSizeSchema,
  state: z.discriminatedUnion('is', [
    z.object({ is: z.literal('running') }),
    /** Over the engine a code above 128 may be a signal's (128 + n) or the shell's own: the engine does not say. */
    z.object({ is: z.literal('exited'), code: z.number().nullable() }),
    /** The system itself said so, e.g. 'SIGKILL'. */
    z.object({ is: z.literal('signalled'), signal: z.string() }),
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
        shell: ShellWishSchema.optional(),
      }),
    )
    .output(TerminalSchema),
  choices: procedure.input(z.object({ target: TerminalTargetSchema })).output(ShellChoicesSchema),
  /** null takes the name away again. */
  rename: procedure
    .input(z.object({ id: BerthIdSchema, name: z.string().trim().min(1).max(80).nullable() }))
    .output(z.void()),
  /**
   * Shows a path that stands in the terminal's output in the system's file manager; nothing is opened or run.
   * `inside`: it lies in the container and on no folder of the host. `here`: on the host, but this window is a browser.
   */
  reveal: procedure
    .input(z.object({ id: BerthIdSchema, path: z.string().max(4096).startsWith('/') }))
    .output(
      z.discriminatedUnion('is', [
        z.object({ is: z.literal('revealed'), hostPath: z.string() }),
        z.object({ is: z.literal('here'), hostPath: z.string() }),
        z.object({ is: z.literal('inside') }),
      ]),
    ),
  resize: procedure.input(TerminalSizeSchema.extend({ id: BerthIdSchema })).output(z.void()),
  /** Ends the process group in the container (or on the host) and forgets the session. */
  close: procedure.input(z.object({ id: BerthIdSchema })).output(z.void()),
}
