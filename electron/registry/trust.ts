// Whom to believe over TLS: Node's own roots, the system's, NODE_EXTRA_CA_CERTS, and what an administrator laid out for one
// registry in certs.d, as the engine reads it (docs.docker.com/engine/security/certificates).
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'

export type Trust = (host: string) => Promise<SecureContext>

/** Where distributions keep the bundle that update-ca-certificates and its kin write (Go crypto/x509 root_linux.go). */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

export function certificateFolders(home: string): string[] {
  return ['/etc/docker/certs.d', join(home, '.config/docker/certs.d'), '/etc/containers/certs.d']
}

/** `host` with its port where it has one: certs.d/<host>/*.crt are CAs, *.cert with *.key of the same name are ours. */
export function createTrust(options: {
  env: NodeJS.ProcessEnv
  folders: readonly string[]
  log: (line: string) => void
}): Trust {
  const { env, folders, log } = options
  const contexts = new Map<string, { text: string; context: SecureContext }>()
  const optional = async (path: string): Promise<string | null> => {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log(`certificates: ${String(error)}`)
      return null
    }
  }
  const texts = async (paths: string[]) =>
    (await Promise.all(paths.map(optional))).filter((text) => text !== null)

  async function system(): Promise<string[]> {
    const extra = env['NODE_EXTRA_CA_CERTS'] ? await texts([env['NODE_EXTRA_CA_CERTS']]) : []
    for (const path of env['SSL_CERT_FILE'] ? [env['SSL_CERT_FILE']] : systemBundles) {
      const bundle = await optional(path)
      if (bundle !== null) return [bundle, ...extra]
    }
    return extra
  }

  return async (host) => {
    const here =
      /^[\w.:[\]-]+$/.test(host) && !host.startsWith('.') ? folders.map((one) => join(one, host)) : []
    const named = await Promise.all(
      here.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name))),
    )
    const files = named.flat().sort()
    const own = await texts(files.filter((name) => name.endsWith('.crt')))
    const pair = await pairIn(files, optional)
    const ca = [...rootCertificates, ...(await system()), ...own]
    // Making one of 290 certificates takes 40 ms; reading the files again takes one, and shows what was laid out since.
    const made = contexts.get(host)
    const text = [...ca, ...Object.values(pair)].join('\n')
    if (made?.text === text) return made.context
    try {
      const context = createSecureContext({ ca, ...pair })
      contexts.set(host, { text, context })
      return context
    } catch (error) {
      // One file that is no certificate must not cost the whole; whom it vouches for will be refused by name.
      log(`certificates for ${host}: ${String(error)}`)
      return createSecureContext({ ca: [...rootCertificates] })
    }
  }
}

async function pairIn(files: string[], read: (path: string) => Promise<string | null>) {
  const certificate = files.find((name) => name.endsWith('.cert'))
  if (certificate === undefined) return {}
  const [cert, key] = await Promise.all([read(certificate), read(certificate.replace(/cert$/, 'key'))])
  return cert === null || key === null ? {} : { cert, key }
}
