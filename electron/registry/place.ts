// Where a reference's registry is: which hosts to ask, in which order, and over what.
import { BlockList, isIP } from 'node:net'
import { splitReference } from '../../shared/model/names'

export type ImagePlace = {
  /** As asked for. */
  reference: string
  /** As the docker config and people name it: 'docker.io', 'quay.io', '127.0.0.1:5000'. */
  host: string
  /** Path on the registry: 'library/python', 'jupyter/pytorch-notebook'. */
  repository: string
  /** What a manifest is asked by: the digest where one is given, else the tag. */
  wanted: string
}

/** What the engine's own configuration says of registries (`/info`, RegistryConfig); nothing of it where the engine is elsewhere. */
export type RegistryRules = {
  /** Base addresses that are asked before Docker Hub, for Docker Hub's images alone. */
  mirrors: readonly string[]
  /** 'host:port' of those that may be unverified or plain HTTP. */
  insecureHosts: readonly string[]
  /** The same by address, e.g. '127.0.0.0/8'. */
  insecureCidrs: readonly string[]
}

export const noRules: RegistryRules = { mirrors: [], insecureHosts: [], insecureCidrs: [] }

/** One host to ask: `insecure` may have an unverified certificate, or none at all. */
export type Endpoint = { base: URL; insecure: boolean; mirror: boolean }

/** Grammar: distribution/reference. Without a host it is Docker Hub, whose one-word names lie under library/. */
export function placeOf(reference: string): ImagePlace {
  const { name, tag, digest } = splitReference(reference)
  const first = name.split('/', 1)[0] ?? ''
  const named = name.includes('/') && (/[.:[]/.test(first) || first === 'localhost')
  const wanted = digest || tag
  const rest = named ? name.slice(first.length + 1) : name
  if (named && first !== 'docker.io' && first !== 'index.docker.io')
    return { reference, host: first, repository: rest, wanted }
  return { reference, host: 'docker.io', repository: rest.includes('/') ? rest : `library/${rest}`, wanted }
}

/** Mirrors first, as the engine does (moby registry/service_v2.go); the registry itself always last. */
export function endpointsOf({ host }: ImagePlace, rules: RegistryRules): Endpoint[] {
  const mirrors = host !== 'docker.io' ? [] : rules.mirrors.flatMap((text) => mirrorAt(text, rules) ?? [])
  const own = host === 'docker.io' ? 'registry-1.docker.io' : host
  return [...mirrors, { base: new URL(`https://${own}/`), insecure: isInsecure(host, rules), mirror: false }]
}

function mirrorAt(text: string, rules: RegistryRules): Endpoint | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) return null
  const base = new URL(url.pathname.endsWith('/') ? url : `${url.href}/`)
  return { base, insecure: url.protocol === 'http:' || isInsecure(url.host, rules), mirror: true }
}

/**
 * Loopback always is, as for the engine (moby registry/config.go adds 127.0.0.0/8 and ::1/128). Host names are not looked
 * up for the engine's address ranges, as the engine would; 'localhost' alone is known.
 */
export function isInsecure(host: string, { insecureHosts, insecureCidrs }: RegistryRules): boolean {
  if (insecureHosts.includes(host)) return true
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  const address = name === 'localhost' ? '127.0.0.1' : name
  const family = isIP(address)
  if (family === 0) return false
  const list = new BlockList()
  for (const range of ['127.0.0.0/8', '::1/128', ...insecureCidrs]) {
    const [net = '', bits = ''] = range.split('/')
    const kind = isIP(net)
    if (kind !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128))
      list.addSubnet(net, Number(bits), kind === 4 ? 'ipv4' : 'ipv6')
  }
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
