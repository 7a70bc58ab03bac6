// Certificates made with openssl, as a person would make them for a machine of their own.
import { execFile } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Both files in `folder`, the key readable by its owner only. `names` go into the alternative names. */
export async function makeCertificate(
  folder: string,
  options: { names: string[]; days?: number; file?: string },
): Promise<{ certFile: string; keyFile: string }> {
  const { names, days = 90, file = 'berth' } = options
  const [certFile, keyFile] = [join(folder, `${file}.pem`), join(folder, `${file}.key`)]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const alternative = names.map((name) => `DNS:${name}`).join(',')
  const subject = [
    '-subj',
    '/CN=berth.test',
    ...(names.length > 0 ? ['-addext', `subjectAltName=${alternative}`] : []),
  ]
  await run('openssl', [
    ...['req', '-x509', ...curve, '-days', String(days), ...subject],
    ...['-keyout', keyFile, '-out', certFile],
  ])
  await chmod(keyFile, 0o600)
  return { certFile, keyFile }
}
