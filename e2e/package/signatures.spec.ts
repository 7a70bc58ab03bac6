// Who signed what we are built on: the registry's signature of each installed package, checked by npm against the registry's keys.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { z } from 'zod'

const root = join(import.meta.dirname, '../..')

const NamedSchema = z.array(z.object({ name: z.string(), version: z.string() }))
/** `missing`: from a registry that has keys, and not signed. */
const AuditSchema = z.object({ invalid: NamedSchema, missing: NamedSchema })
const FailedSchema = z.object({ error: z.object({ code: z.string().nullish(), summary: z.string() }) })

/** npm’s words where the registry has no keys to check with, and the codes of one that cannot be reached. */
const noKeys =
  /no (supported |)keys|found no dependencies to audit that were installed from a supported registry/i
const unreachable =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|E40[1347]|E50\d)$/

function audit(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'npm',
      ['audit', 'signatures', '--json'],
      { cwd: root, timeout: 240_000, maxBuffer: 64 * 2 ** 20 },
      (error, stdout) => {
        // What it found is in what it prints, whichever way it ends.
        if (stdout.trim() === '') reject(error ?? new Error('npm said nothing'))
        else resolve(stdout)
      },
    )
  })
}

test('each installed package that comes from a registry with keys bears a valid signature of it', async () => {
  test.setTimeout(300_000)
  const told: unknown = JSON.parse(await audit())
  const failed = FailedSchema.safeParse(told)
  if (failed.success) {
    const { code, summary } = failed.data.error
    const why = noKeys.test(summary)
      ? 'offers no signatures'
      : unreachable.test(code ?? '')
        ? 'cannot be reached'
        : ''
    expect(why, summary).not.toBe('')
    console.warn(
      `!! signatures of packages were not checked: the registry ${why} (${summary.split('\n')[0] ?? ''})`,
    )
    test.skip(true, `the registry ${why}`)
  }
  const { invalid, missing } = AuditSchema.parse(told)
  const names = (list: z.infer<typeof NamedSchema>) => list.map(({ name, version }) => `${name}@${version}`)
  expect({ invalid: names(invalid), missing: names(missing) }).toEqual({ invalid: [], missing: [] })
})
