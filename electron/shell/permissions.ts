// What pages may ask of the machine: ours may use the clipboard, a notebook may only write to it, and that is all.
import type { Session } from 'electron'

const granted = {
  page: new Set(['clipboard-sanitized-write', 'clipboard-read']),
  notebook: new Set(['clipboard-sanitized-write']),
}

/** `origin`: the only one in that session to which anything is granted. */
export function limitPermissions(
  session: Session,
  kind: keyof typeof granted,
  origin: () => string | null,
): void {
  const may = (permission: string, asking: string) =>
    granted[kind].has(permission) && URL.canParse(asking) && originOf(asking) === origin()
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(may(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, asking) => may(permission, asking))
  session.setDevicePermissionHandler(() => false)
}

/** URL.origin is 'null' for schemes of our own. */
export function originOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
