// The certificate for serving beyond this machine: looked at before anybody is asked to trust it, and read again when it is renewed.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { Log } from '../log'

export type CertificateFiles = { certFile: string; keyFile: string }
/** As TLS takes them: PEM, the certificate's chain included. */
export type Certificate = { cert: string; key: string }

/** What is wrong with it, what was seen, and what to do, as one text. */
export class CertificateUnfit extends Error {}

type Asked = CertificateFiles & { name: string; now?: () => number }

const day = 24 * 3_600_000
const soonDays = 14

/** Throws CertificateUnfit. `warnings` are whole lines. */
export async function readCertificate(
  asked: Asked,
): Promise<{ certificate: Certificate; warnings: string[] }> {
  const { certFile, keyFile, name, now = Date.now } = asked
  const [cert, key] = await Promise.all([text(certFile), text(keyFile)])
  const leaf = parsed(certFile, () => new X509Certificate(cert))
  const secret = parsed(keyFile, () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(secret))
    throw new CertificateUnfit(
      `the key does not fit the certificate: ${keyFile} is not the key of ${certFile}. Give the two that were made together`,
    )
  const [from, until] = [Date.parse(leaf.validFrom), Date.parse(leaf.validTo)]
  if (now() > until)
    throw new CertificateUnfit(
      `the certificate has expired: ${certFile} was valid until ${leaf.validTo}. Renew it`,
    )
  if (now() < from)
    throw new CertificateUnfit(
      `the certificate is not valid yet: ${certFile} begins at ${leaf.validFrom}. Set this machine’s clock right, or wait`,
    )
  coversNames(leaf, certFile, name)
  const days = Math.floor((until - now()) / day)
  const soon = days < soonDays ? [`the certificate ${certFile} expires in ${days} days: renew it`] : []
  return { certificate: { cert, key }, warnings: [...(await readableByOthers(keyFile)), ...soon] }
}

/** Browsers look at the alternative names only, never at the subject (RFC 9525 §2). */
function coversNames(leaf: X509Certificate, certFile: string, name: string): void {
  const covers = (one: string) => leaf.checkHost(one, { subject: 'never' }) !== undefined
  const missing = [
    ...(covers(name) ? [] : [name]),
    // Any label that an environment’s id could be.
    ...(covers(`abcdefgh.${name}`) ? [] : [`*.${name}`]),
  ]
  if (missing.length === 0) return
  throw new CertificateUnfit(
    `the certificate does not cover ${missing.join(' and ')}: ${certFile} is for ${leaf.subjectAltName ?? 'no name at all'}. ` +
      `Berth’s page is at ${name} and each notebook at a name below it, so ask for a certificate for both ${name} and *.${name}`,
  )
}

async function readableByOthers(keyFile: string): Promise<string[]> {
  if (process.platform === 'win32') return []
  const { mode } = await stat(keyFile)
  if ((mode & 0o077) === 0) return []
  const shown = (mode & 0o777).toString(8).padStart(3, '0')
  return [`the key ${keyFile} can be read by others (mode ${shown}): chmod 600 ${keyFile}`]
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CertificateUnfit(`${file} cannot be read: ${why}. Give a PEM file that you may read`, {
      cause: error,
    })
  }
}

function parsed<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CertificateUnfit(
      `${file} is not what it should be: ${why}. It must be PEM, and a key must have no passphrase`,
      { cause: error },
    )
  }
}

/**
 * Looks at the files’ contents, whatever renewed them and however (a rename, a link that turns); two that do not fit
 * are half a renewal, and the certificate there is stays.
 */
export function followCertificate(
  options: Asked & {
    last: Certificate
    onNew: (certificate: Certificate) => void
    log: Log
    everyMilliseconds?: number
  },
): () => void {
  const { certFile, keyFile, onNew, log, everyMilliseconds = 60_000 } = options
  let { last } = options
  let said = ''
  const look = async () => {
    try {
      const [cert, key] = await Promise.all([text(certFile), text(keyFile)])
      if (cert === last.cert && key === last.key) return
      const { certificate, warnings } = await readCertificate(options)
      last = certificate
      said = ''
      onNew(certificate)
      log(`tls: took the new certificate in ${certFile}`)
      for (const warning of warnings) log(`tls: ${warning}`)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== said) log(`tls: keeping the certificate there is: ${why}`)
      said = why
    }
  }
  const timer = setInterval(() => void look(), everyMilliseconds)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
