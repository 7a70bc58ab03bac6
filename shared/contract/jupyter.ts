// The Jupyter room's contract: where a running environment's JupyterLab is, and whether it answers.
import { z } from 'zod'
import { ContainerIdSchema } from '../model/names'
import { procedure } from './base'

export const JupyterViewSchema = z.discriminatedUnion('is', [
  /** Desktop: a <webview> with this partition; the main process adds the token to its requests. */
  z.object({ is: z.literal('webview'), url: z.string(), partition: z.string() }),
  /** Headless: an <iframe> on the server's own host name; the proxy adds the token. */
  z.object({ is: z.literal('frame'), url: z.string() }),
])
export type JupyterView = z.infer<typeof JupyterViewSchema>

const byContainer = z.object({ containerId: ContainerIdSchema })

export const jupyterContract = {
  /** Waits (up to 60 s) until the server answers, then says where to show it. Refuses with JupyterSilent, NotFound … */
  open: procedure
    .input(
      byContainer.extend({
        /** A notebook or folder to open in it, as the server names it (relative to its root). */
        path: z.string().min(1).max(4096).optional(),
      }),
    )
    .output(JupyterViewSchema),
  /** The address with its token, for a browser on this machine; given only when a person asks for it. */
  address: procedure.input(byContainer).output(z.object({ url: z.string() })),
}
