// Which proxy the environment names for an address, in the way curl, Go and the docker CLI read it.
import { BlockList, isIP } from 'node:net'

/** null: go directly. */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): URL | null {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  // Go never proxies loopback (golang.org/x/net/http/httpproxy).
  if (host === 'localhost' || host === '::1' || /^127\./.test(host)) return null
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (excluded(host, port, valueOf(env, 'no_proxy'))) return null
  const text =
    valueOf(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || valueOf(env, 'all_proxy')
  const address = text === '' || text.includes('://') ? text : `http://${text}`
  return URL.canParse(address) ? new URL(address) : null
}

function valueOf(env: NodeJS.ProcessEnv, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim()
}

/** '*', a host, a suffix with or without its dot, an address, any of them with a port, and a range of addresses (10.0.0.0/8). */
function excluded(host: string, port: string, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    if (entry.includes('/')) return inRange(host, entry)
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (only !== undefined && only !== port) return false
    const bare = name.replace(/^\*?\./, '')
    return bare !== '' && (host === bare || host.endsWith(`.${bare}`))
  })
}

function inRange(host: string, range: string): boolean {
  const [net = '', bits = ''] = range.split('/')
  const [family, kind] = [isIP(host), isIP(net)]
  if (family === 0 || family !== kind || !/^\d{1,3}$/.test(bits) || Number(bits) > (kind === 4 ? 32 : 128))
    return false
  const type = kind === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(net, Number(bits), type)
  return list.check(host, type)
}
