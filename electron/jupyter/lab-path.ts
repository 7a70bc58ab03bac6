// Where JupyterLab shows a notebook or folder. Source: JupyterLab's URL documentation (`/lab/tree/<path>`).

/** A path on the same server, whatever the name: every part of it is encoded, and none leads up or elsewhere. */
export function labPath(path?: string): string {
  const parts = (path ?? '').split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  return parts.length === 0 ? '/lab' : `/lab/tree/${parts.map(encodeURIComponent).join('/')}`
}
