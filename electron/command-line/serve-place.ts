// Where `berth serve` listens: on this machine alone, unless an address, a name and a certificate say otherwise.
import { isIP, isIPv6 } from 'node:net'
import { pageName } from '../gate'
import type { CertificateFiles } from '../headless/index'
import { Misuse, textOption, type Given, type Options } from './command'

export const placeOptions: Options = {
  host: {
    type: 'string',
    value: 'ADDRESS',
    about: 'IP address to serve at (default 127.0.0.1; any other needs TLS)',
  },
  name: {
    type: 'string',
    value: 'NAME',
    about: 'host name that browsers use; NAME and *.NAME must lead here',
  },
  'tls-cert': { type: 'string', value: 'FILE', about: 'certificate and its chain, PEM, for NAME and *.NAME' },
  'tls-key': { type: 'string', value: 'FILE', about: 'its key, PEM, without a passphrase' },
}

export type Place = { host: string; secure?: CertificateFiles & { name: string } }

/** Throws Misuse: what is wrong, what was seen, what to do. */
export function placeFrom(given: Given): Place {
  const host = textOption(given, 'host') ?? '127.0.0.1'
  if (isIP(host) === 0)
    throw new Misuse(
      `--host takes an IP address of this machine, not “${host}”: 0.0.0.0 for all of them; the name that browsers use goes with --name`,
    )
  const [certFile, keyFile] = [textOption(given, 'tls-cert'), textOption(given, 'tls-key')]
  const near = isLoopback(host)
  if (certFile === undefined && keyFile === undefined) {
    if (!near)
      throw new Misuse(
        `--host ${host} is not loopback, and without TLS everybody on the way could read the key to this machine. ` +
          'Add --name NAME --tls-cert FILE --tls-key FILE; or leave --host out and come through ssh -L',
      )
    if (textOption(given, 'name') !== undefined)
      throw new Misuse(`--name needs --tls-cert and --tls-key: without TLS the page is at ${pageName} only`)
    return { host }
  }
  if (certFile === undefined || keyFile === undefined)
    throw new Misuse(
      `TLS needs both files, and ${certFile === undefined ? '--tls-cert' : '--tls-key'} is missing`,
    )
  return { host, secure: { certFile, keyFile, name: nameFrom(textOption(given, 'name'), near) } }
}

/** A name of two labels or more: below a single one, browsers take each notebook for another site (docs/decisions). */
function nameFrom(given: string | undefined, near: boolean): string {
  if (given === undefined) {
    if (near) return pageName
    throw new Misuse(
      '--name is missing: the host name that browsers open Berth by, as its certificate has it',
    )
  }
  const name = given.toLowerCase()
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
  if (name.length > 240 || isIP(name) !== 0 || !new RegExp(`^(?:${label}\\.)+${label}$`).test(name))
    throw new Misuse(
      `--name must be a host name of two parts or more, such as berth.example.org, not “${given}”: each notebook gets a name below it`,
    )
  return name
}

/** RFC 1122 §3.2.1.3 and RFC 4291 §2.5.3. */
export function isLoopback(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  return isIPv6(plain) ? plain === '::1' : plain.startsWith('127.')
}
