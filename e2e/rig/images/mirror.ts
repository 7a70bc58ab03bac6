import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { outcomeOf } from '../command'

/**
 * Where this machine gets Debian from, read at run time from apt's own sources and proxy settings. A machine of
 * another family (Ubuntu) has no Debian mirror configured: null leaves the choice to debootstrap.
 */
export async function debianSource(): Promise<{
  mirror: string | null
  proxyEnvironment: NodeJS.ProcessEnv
}> {
  const osRelease = await readFile('/etc/os-release', 'utf8')
  const mirror = /^ID=debian$/m.test(osRelease) ? await mirrorFromSources('/etc/apt') : null
  return { mirror, proxyEnvironment: await aptProxy() }
}

async function mirrorFromSources(folder: string): Promise<string | null> {
  const parts = join(folder, 'sources.list.d')
  const names = await readdir(parts).catch(() => [])
  const files = [join(folder, 'sources.list'), ...names.sort().map((name) => join(parts, name))]
  for (const file of files) {
    const mirror = debianMirrorIn(await readFile(file, 'utf8').catch(() => ''))
    if (mirror !== null) return mirror
  }
  return null
}

/** The first archive that serves a plain Debian suite with `main`; not security, backports or a vendor's own. */
export function debianMirrorIn(sources: string): string | null {
  for (const line of sources.split('\n')) {
    const oneLine = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+([a-z]+)\s+(.*\bmain\b.*)$/.exec(line.trim())
    if (oneLine?.[1] !== undefined) return oneLine[1]
  }
  for (const stanza of sources.split(/\n\s*\n/)) {
    const types = /^Types:(?:.*\s)?deb(?:\s|$)/m.test(stanza)
    const uri = /^URIs:\s*(\S+)/m.exec(stanza)?.[1]
    const suites = /^Suites:\s*(.+)$/m.exec(stanza)?.[1]?.trim().split(/\s+/) ?? []
    const plain = suites.some((name) => /^[a-z]+$/.test(name) && name !== 'nodistro')
    if (types && uri !== undefined && plain && /^Components:.*\bmain\b/m.test(stanza)) return uri
  }
  return null
}

async function aptProxy(): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await outcomeOf(['apt-config', 'dump', '--format', '%f=%v%n', 'Acquire::http::Proxy'])
  const proxy = /^Acquire::http::Proxy=(\S+)$/m.exec(stdout)?.[1]
  return proxy === undefined || proxy === 'DIRECT' ? {} : { http_proxy: proxy }
}
