// Where Berth's things are inside a container. The Jupyter room finds a running server by the same places.
export const places = {
  workspace: '/workspace',
  home: '/home/berth',
  /** Outside the home, so that a mount over the home cannot hide it. */
  secrets: '/run/berth',
  tokenFile: '/run/berth/token',
  /** Secret variables: see secret-file.ts. */
  secretFile: '/run/berth/env',
  jupyterPort: 8888,
} as const
