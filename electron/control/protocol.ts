// What a shell asks a running `berth serve`, and what it answers: one line of JSON each.
import { z } from 'zod'
import { BrowserSessionSchema, SessionIdSchema } from '../../shared/contract/sessions'

export const QuestionSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('list') }),
  z.object({ ask: z.literal('revoke'), id: SessionIdSchema }),
  z.object({ ask: z.literal('revoke-all') }),
])
export type Question = z.infer<typeof QuestionSchema>

export const AnswerSchema = z.object({
  /** Where it serves, without any key. */
  at: z.string(),
  pid: z.number(),
  /** Those that the question ended. */
  revoked: z.array(SessionIdSchema),
  sessions: z.array(BrowserSessionSchema.omit({ mine: true })),
})
export type Answer = z.infer<typeof AnswerSchema>

export const longestQuestion = 4_096
export const longestAnswer = 2 ** 20
export const patienceMilliseconds = 5_000
