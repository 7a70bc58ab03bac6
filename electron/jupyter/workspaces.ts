// JupyterLab's workspaces: which notebooks and panels are open, and where. Source: jupyterlab_server's workspaces API.
import { z } from 'zod'
import type { JupyterServer } from '../services'

const WorkspaceSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ id: z.string().max(500) }),
})
const ListSchema = z.object({ workspaces: z.object({ values: z.array(WorkspaceSchema) }) })
export type Workspace = z.infer<typeof WorkspaceSchema>

const patienceMilliseconds = 5000

/** What is open in the server's JupyterLab now; [] where it keeps none. Throws when it does not answer. */
export async function readWorkspaces(server: JupyterServer, signal: AbortSignal): Promise<Workspace[]> {
  const response = await ask(server, '', { method: 'GET' }, signal)
  return ListSchema.parse(await response.json()).workspaces.values
}

/** From now on a page of this server's JupyterLab opens with these. */
export async function writeWorkspaces(
  server: JupyterServer,
  workspaces: readonly Workspace[],
  signal: AbortSignal,
): Promise<void> {
  for (const workspace of workspaces) {
    const place = `/${encodeURIComponent(workspace.metadata.id)}`
    await ask(server, place, { method: 'PUT', body: JSON.stringify(workspace) }, signal)
  }
}

async function ask(
  server: JupyterServer,
  place: string,
  what: { method: 'GET' | 'PUT'; body?: string },
  signal: AbortSignal,
): Promise<Response> {
  const response = await fetch(`http://${server.host}:${server.port}/lab/api/workspaces${place}`, {
    ...what,
    headers: { authorization: `token ${server.token}`, 'content-type': 'application/json' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]),
  })
  if (!response.ok) throw new Error(`workspaces: HTTP ${response.status}`)
  return response
}
