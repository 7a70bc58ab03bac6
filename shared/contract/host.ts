// The host room's contract: the machine Berth runs on, its folders, and the way out to other programs.
import { z } from 'zod'
import { procedure } from './base'

export const HostFactsSchema = z.object({
  version: z.string(),
  /** 'desktop': Electron. 'headless': a browser talks to `berth serve`. */
  mode: z.enum(['desktop', 'headless']),
  platform: z.string(),
  hostName: z.string(),
  userName: z.string(),
  home: z.string(),
  locale: z.string(),
  /** False where this carrier knows that no GPU draws the page; a browser is left to find that out by itself. */
  webgl: z.boolean(),
})
export type HostFacts = z.infer<typeof HostFactsSchema>

export const FolderListingSchema = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  folders: z.array(z.object({ name: z.string(), path: z.string(), hidden: z.boolean() })),
  writable: z.boolean(),
})
export type FolderListing = z.infer<typeof FolderListingSchema>

export const hostContract = {
  facts: procedure.output(HostFactsSchema),
  /** Desktop: the system's dialog; null when dismissed. Headless refuses: use listFolders. */
  chooseFolder: procedure.input(z.object({ from: z.string() })).output(z.string().nullable()),
  /** Folders on the host that runs Berth, for choosing one in a browser. */
  listFolders: procedure.input(z.object({ path: z.string().max(4096) })).output(FolderListingSchema),
  makeFolder: procedure
    .input(z.object({ parent: z.string().max(4096), name: z.string().min(1).max(255) }))
    .output(z.string()),
  /** http, https and mailto only, in the user's own browser (desktop). */
  openExternal: procedure.input(z.object({ url: z.string().max(4096) })).output(z.void()),
}
