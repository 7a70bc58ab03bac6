import type { Container } from '../../../shared/contract/containers'

/** Docker lists a port once for IPv4 and once for IPv6; a person reads it once. */
export function portWords(ports: Container['ports']): { brief: string; whole: string }[] {
  const seen = new Map<string, { brief: string; whole: string }>()
  for (const port of [...ports].sort((a, b) => a.hostPort - b.hostPort)) {
    const key = `${port.hostPort} ${port.containerPort} ${port.protocol}`
    const host = port.hostIp.includes(':') ? `[${port.hostIp}]` : port.hostIp
    const inside = `${port.containerPort}/${port.protocol}`
    // A port that is not published is open to other containers only.
    if (port.hostPort === 0) continue
    if (!seen.has(key))
      seen.set(key, { brief: String(port.hostPort), whole: `${host}:${port.hostPort} → ${inside}` })
  }
  return [...seen.values()]
}
