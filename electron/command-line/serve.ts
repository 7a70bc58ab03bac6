// berth serve: the app in a browser, for the owner of a machine without a display.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { spawn } from 'node:child_process'
import { hostname, userInfo } from 'node:os'
import { newSecret } from '../gate'
import { serve, type Serving } from '../headless'
import { allowPathOption, allowPaths } from './allow-path'
import { CertificateUnfit } from '../headless/index'
import { Misuse, textOption, type Command, type Surroundings } from './command'
import { isLoopback, placeFrom, placeOptions, type Place } from './serve-place'

export const usualPort = 8400

export const serveCommand: Command = {
  name: 'serve',
  takes: '',
  about: 'serve Berth to a browser on this machine, or through an SSH tunnel',
  options: {
    port: { type: 'string', value: 'N', about: `port (default ${usualPort}; 0: any free one)` },
    ...placeOptions,
    'token-file': {
      type: 'string',
      value: 'FILE',
      about: 'keep the token in FILE, so that the address stays the same',
    },
    'allow-path': allowPathOption,
    'host-terminals': {
      type: 'boolean',
      about: 'let the page open terminals on this machine, outside every container',
    },
    open: { type: 'boolean', about: 'open it in this machine’s browser' },
    json: { type: 'boolean', about: 'print the address as JSON' },
  },
  run: async (given, _positionals, around) => {
    const place = placeFrom(given)
    const port = portFrom(textOption(given, 'port'))
    const tokenFile = textOption(given, 'token-file')
    const token = tokenFile === undefined ? newSecret() : await tokenIn(tokenFile)
    const { services, log } = await around.rooms()
    await allowPaths(given, services.agreements)
    services.agreements.hostTerminals = given['host-terminals'] === true
    const { pageFolder } = around
    const serving = await started(serve({ services, ...place, port, token, pageFolder, log }))
    around.out(
      given['json'] === true
        ? JSON.stringify({ url: serving.url, port: serving.port })
        : notice(serving, place, around),
    )
    if (given['open'] === true) openBrowser(serving.oneTimeUrl(), around)
    try {
      await fired(around.signal)
    } finally {
      await serving.close()
    }
    return 0
  },
}

function notice({ url, port }: Serving, { host, secure }: Place, { version }: Surroundings): string {
  const tunnel = `  ssh -L ${port}:localhost:${port} ${userInfo().username}@${hostname()}`
  const way = isLoopback(host)
    ? ['From another machine, first: ', tunnel]
    : [`${secure?.name ?? ''} and every name below it must lead to this machine.`]
  return [
    `Berth ${version} serves this machine at`,
    `  ${url}`,
    ...way,
    'Whoever has this address can do here what you can. Ctrl+C ends it; containers go on.',
  ].join('\n')
}

function portFrom(text: string | undefined): number {
  if (text === undefined) return usualPort
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Misuse(`--port must be a number up to 65535, not ${text}`)
  return port
}

/** Made at the first use, readable by its owner only. */
async function tokenIn(file: string): Promise<string> {
  try {
    const token = (await readFile(file, 'utf8')).trim()
    if (!/^[\w-]{32,200}$/.test(token))
      throw new Misuse(`${file} must hold 32 to 200 letters, digits, - or _; delete it and a new one is made`)
    return token
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const token = newSecret()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${token}\n`, { mode: 0o600, flag: 'wx' })
  return token
}

async function started(serving: Promise<Serving>): Promise<Serving> {
  try {
    return await serving
  } catch (error) {
    if (error instanceof CertificateUnfit) throw new Misuse(error.message, { cause: error })
    if (error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL')
      throw new Misuse(`${error.message}: --host must be an address of this machine`, { cause: error })
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Misuse(
        `${error.message}: perhaps by a berth serve of yours (berth sessions lists them); choose another with --port, or --port 0 for any`,
        { cause: error },
      )
    throw error
  }
}

/** With an address that opens once: other users of this machine can read a program's arguments. */
function openBrowser(url: string, { err }: Surroundings): void {
  const program = { darwin: ['open'], win32: ['rundll32', 'url.dll,FileProtocolHandler'] }[
    process.platform as string
  ] ?? ['xdg-open']
  const [command = '', ...args] = program
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', (error) => err(`could not open a browser: ${error.message}`))
  child.unref()
}

async function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
