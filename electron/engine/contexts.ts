// Docker's own files: which context is current, and where it leads.
import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseAddress, type Candidate, type Surroundings } from './address'

const ConfigSchema = z.object({ currentContext: z.string().optional() })
const MetaSchema = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string(), SkipTLSVerify: z.boolean().optional() }) }),
})

type Found = Pick<Candidate, 'name' | 'address' | 'endpoint'>

/** The context that DOCKER_CONTEXT or config.json names; null for 'default', which is the usual socket. */
export async function currentContext({
  env,
  home,
}: Pick<Surroundings, 'env' | 'home'>): Promise<Found | null> {
  const folder = env['DOCKER_CONFIG'] ?? join(home, '.docker')
  const name = env['DOCKER_CONTEXT'] ?? (await nameInConfig(join(folder, 'config.json')))
  if (!name || name === 'default') return null
  const id = createHash('sha256').update(name).digest('hex')
  const meta = await parsed(join(folder, 'contexts', 'meta', id, 'meta.json'), MetaSchema)
  if (!meta.ok)
    return { name, address: '', endpoint: { is: 'unsupported', why: `context '${name}': ${meta.why}` } }
  const { Host: address, SkipTLSVerify: unverified } = meta.value.Endpoints.docker
  const tlsFolder = join(folder, 'contexts', 'tls', id, 'docker')
  const tls = (await exists(tlsFolder)) ? { folder: tlsFolder, verify: !unverified } : null
  return { name, address, endpoint: parseAddress(address, tls) }
}

async function nameInConfig(file: string): Promise<string | undefined> {
  const config = await parsed(file, ConfigSchema)
  // No config.json, or a broken one, is no reason to miss the usual sockets; the CLI warns and goes on as well.
  return config.ok ? config.value.currentContext : undefined
}

async function parsed<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<{ ok: true; value: T } | { ok: false; why: string }> {
  try {
    return { ok: true, value: schema.parse(JSON.parse(await readFile(file, 'utf8'))) }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
