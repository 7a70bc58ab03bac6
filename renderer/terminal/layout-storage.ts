// The layouts kept in the browser's storage, one for each target: a reload or a crash of the window shows the same.
import { z } from 'zod'
import { ShellWishSchema, type TerminalTarget } from '../../shared/contract/terminals'
import { BerthIdSchema } from '../../shared/model/names'
import { emptyLayout, type Layout } from './layout'
import type { PaneTree } from './layout-tree'

const name = 'berth.terminals'
/** Targets come and go; the ones not looked at for longest are forgotten. */
const mostLayouts = 40

const PaneSchema = z.object({
  is: z.literal('pane'),
  terminal: BerthIdSchema,
  earlier: BerthIdSchema.nullable(),
  wish: ShellWishSchema.nullable(),
})
const TreeSchema: z.ZodType<PaneTree> = z.lazy(() =>
  z.discriminatedUnion('is', [
    PaneSchema,
    z.object({
      is: z.literal('split'),
      along: z.enum(['row', 'column']),
      parts: z.array(z.object({ share: z.number().positive().max(1), node: TreeSchema })).max(100),
    }),
  ]),
)
const LayoutSchema: z.ZodType<Layout> = z.object({
  tabs: z
    .array(
      z.object({
        id: z.number().int().min(1).max(1_000_000),
        tree: TreeSchema,
        active: BerthIdSchema,
        maximised: z.boolean(),
      }),
    )
    .max(500),
  active: z.number().nullable(),
})
/** The one looked at last stands last. */
const KeptSchema = z.object({
  version: z.literal(1),
  layouts: z.array(z.object({ of: z.string(), layout: z.unknown() })),
})

export const layoutKey = (target: TerminalTarget): string =>
  target.is === 'host' ? 'host' : target.containerId

/** Bad content is nobody's loss: every terminal gets a tab. */
export function readLayout(storage: Storage, of: string): Layout {
  const found = kept(storage).find((each) => each.of === of)
  const parsed = LayoutSchema.safeParse(found?.layout)
  return parsed.success ? parsed.data : emptyLayout
}

export function keepLayout(storage: Storage, of: string, layout: Layout): void {
  const others = kept(storage).filter((each) => each.of !== of)
  const layouts = layout.tabs.length === 0 ? others : [...others, { of, layout }].slice(-mostLayouts)
  storage.setItem(name, JSON.stringify({ version: 1, layouts }))
}

function kept(storage: Storage): { of: string; layout?: unknown }[] {
  let json: unknown
  try {
    json = JSON.parse(storage.getItem(name) ?? 'null')
  } catch {
    // Somebody else's content, or half of ours: as good as none.
    return []
  }
  const parsed = KeptSchema.safeParse(json)
  return parsed.success ? parsed.data.layouts : []
}
