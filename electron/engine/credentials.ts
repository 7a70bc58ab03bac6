// The registry login that the docker config holds, found as the docker CLI finds it. Nothing here is ever logged but names.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export type RegistryAuth = Record<string, string>
type Options = {
  env: NodeJS.ProcessEnv
  home: string
  log: (line: string) => void
  /** Hears what must not be said again: a registry may quote a login in its answer, and that answer is told and logged. */
  heard?: ((secret: string) => void) | undefined
}

const AuthSchema = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
})
const ConfigSchema = z.object({
  auths: z.record(z.string(), AuthSchema).default({}),
  credsStore: z.string().default(''),
  credHelpers: z.record(z.string(), z.string()).default({}),
})
type Config = z.infer<typeof ConfigSchema>
const HelperSchema = z.object({ Username: z.string(), Secret: z.string() })

const hub = 'https://index.docker.io/v1/'
/** A keychain may ask the user; a helper that waits for an answer nobody gives must not hold a pull for ever. */
const helperDeadline = 20_000

/** What to send with a pull of `name` (a reference without tag); null for an anonymous pull. */
export async function credentialsFor(
  name: string,
  options: Options,
  signal: AbortSignal,
): Promise<RegistryAuth | null> {
  const login = await findLogin(name, options, signal)
  if (login !== null) for (const secret of secretsIn(login)) options.heard?.(secret)
  return login
}

/** The password alone, a token, and both as the Basic scheme and the docker config write them. */
function secretsIn({ username = '', password, identitytoken }: RegistryAuth): string[] {
  if (password === undefined) return identitytoken === undefined ? [] : [identitytoken]
  return [password, Buffer.from(`${username}:${password}`).toString('base64')]
}

async function findLogin(name: string, options: Options, signal: AbortSignal): Promise<RegistryAuth | null> {
  const host = registryOf(name)
  const given = options.env['DOCKER_AUTH_CONFIG']
  const stated = given ? fromAuths(parse(given, options.log), host) : null
  if (stated) return stated
  const folder = options.env['DOCKER_CONFIG'] ?? join(options.home, '.docker')
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => null)
  if (text === null) return null
  const config = parse(text, options.log)
  const suffix = config.credHelpers[host] ?? config.credsStore
  if (suffix !== '') {
    const held = await askHelper(suffix, host, options, signal)
    if (held) return held
  }
  return fromAuths(config, host)
}

/** The key under which the docker config files a registry: Docker Hub has one of its own. */
export function registryOf(name: string): string {
  const first = name.split('/', 1)[0] ?? ''
  const isHost = name.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  return isHost && first !== 'docker.io' && first !== 'index.docker.io' ? first : hub
}

function parse(text: string, log: Options['log']): Config {
  try {
    return ConfigSchema.parse(JSON.parse(text))
  } catch {
    // The error would quote the file, which holds passwords.
    log('docker config: not readable, pulling without a login')
    return ConfigSchema.parse({})
  }
}

function fromAuths({ auths }: Config, host: string): RegistryAuth | null {
  const entry = Object.entries(auths).find(([key]) => key === host || hostIn(key) === host)?.[1]
  if (!entry) return null
  const [user = '', ...rest] = entry.auth ? Buffer.from(entry.auth, 'base64').toString('utf8').split(':') : []
  const username = user || (entry.username ?? '')
  const password = rest.length > 0 ? rest.join(':').replace(/\0+$/, '') : (entry.password ?? '')
  if (entry.identitytoken) return { identitytoken: entry.identitytoken, serveraddress: host }
  return username === '' ? null : { username, password, serveraddress: host }
}

/** Older clients wrote 'https://host/v1/'. */
function hostIn(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

async function askHelper(
  suffix: string,
  host: string,
  { env, log }: Options,
  signal: AbortSignal,
): Promise<RegistryAuth | null> {
  if (!/^[\w.-]+$/.test(suffix)) {
    log('docker config: the name of the credential helper is not a plain word')
    return null
  }
  const program = `docker-credential-${suffix}`
  const answer = await output(program, host, env, signal)
  if (answer.is === 'failed') {
    // The CLI goes on without a login as well, and the registry then says whether it needed one.
    if (!/credentials not found|no credentials/i.test(answer.text)) log(`${program}: ${answer.why}`)
    return null
  }
  const parsed = HelperSchema.safeParse(answer.value)
  if (!parsed.success) {
    log(`${program}: its answer is not what the protocol says`)
    return null
  }
  const { Username: username, Secret: secret } = parsed.data
  if (username === '<token>') return { identitytoken: secret, serveraddress: host }
  return { username, password: secret, serveraddress: host }
}

type Output = { is: 'answered'; value: unknown } | { is: 'failed'; why: string; text: string }

function output(
  program: string,
  input: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      signal,
      timeout: helperDeadline,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    const failed = (why: string) =>
      resolve({ is: 'failed', why, text: Buffer.concat(chunks).toString('utf8') })
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', (error) => failed('code' in error ? String(error.code) : error.name))
    child.stdin.on('error', () => undefined) // it may end before it has read its input: 'close' tells
    child.stdin.end(`${input}\n`)
    child.on('close', (code, killed) => {
      if (code !== 0) return failed(killed ? `ended by ${killed}` : `exit code ${code ?? -1}`)
      try {
        resolve({ is: 'answered', value: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
      } catch {
        failed('its answer is not JSON')
      }
    })
  })
}
