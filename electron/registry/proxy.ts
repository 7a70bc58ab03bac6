// Which proxy the environment names for an address, in the way curl, Go and the docker CLI read it.

/** null: go directly. Plain HTTP never takes HTTP_PROXY of a CGI program (REQUEST_METHOD set), as in Go's httpproxy. */
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

/** '*', a host, a suffix with or without its dot, an address, and any of them with a port. */
function excluded(host: string, port: string, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (only !== undefined && only !== port) return false
    const bare = name.replace(/^\*?\./, '')
    return bare !== '' && (host === bare || host.endsWith(`.${bare}`))
  })
}
