// The running dockerd on this machine: when it started, with which configuration, and whether that changed since.
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { all, ofFile } from '../evidence'
import type { FileText, Machine } from '../machine'

const ConfigSchema = z.looseObject({
  runtimes: z.record(z.string(), z.unknown()).optional(),
  features: z.record(z.string(), z.unknown()).optional(),
  'cdi-spec-dirs': z.array(z.string()).optional(),
})
export type DaemonConfig = z.infer<typeof ConfigSchema>

export type Daemon = {
  /** Milliseconds since the epoch; null where its pid file is not beside its socket. */
  startedAt: number | null
  configFile: string
  /** Not the file where its maker looks for it: commands have to name it. */
  unusual: boolean
  config: DaemonConfig | null
  /** Milliseconds since the epoch; null where there is no such file. */
  configChangedAt: number | null
  evidence: string
}

/** `socket` is the path of the engine's socket; a pid file of dockerd lies beside it, with root or without. */
export async function readDaemon(machine: Machine, socket: string, rootless: boolean): Promise<Daemon> {
  const pidFile = join(dirname(socket), 'docker.pid')
  const pid = await machine.readText(pidFile)
  const number = pid.is === 'text' ? pid.text.trim() : ''
  const alive = /^\d+$/.test(number) && (await machine.list(`/proc/${number}`)) !== null
  const startedAt = alive ? await machine.changedAt(pidFile) : null
  const usual = rootless
    ? join(machine.env['XDG_CONFIG_HOME'] ?? join(machine.home, '.config'), 'docker/daemon.json')
    : '/etc/docker/daemon.json'
  const said = alive ? configArgument(await machine.readText(`/proc/${number}/cmdline`)) : null
  const configFile = said ?? usual
  const file = await machine.readText(configFile)
  const config = parsed(file)
  return {
    startedAt,
    configFile,
    unusual: configFile !== '/etc/docker/daemon.json',
    config,
    configChangedAt: await machine.changedAt(configFile),
    evidence: all(
      startedAt === null
        ? `${pidFile}: no running engine`
        : `${pidFile}: pid ${number}, since ${new Date(startedAt).toISOString()}`,
      ofFile(configFile, file),
    ),
  }
}

/** `--config-file X` or `--config-file=X` in a command line as /proc keeps it: arguments that end with a NUL. */
function configArgument(commandLine: FileText): string | null {
  if (commandLine.is !== 'text') return null
  const argv = commandLine.text.split('\0')
  const at = argv.findIndex((each) => /^--?config-file(=|$)/.test(each))
  const found = argv[at]
  if (found === undefined) return null
  return found.includes('=') ? found.slice(found.indexOf('=') + 1) : (argv[at + 1] ?? null)
}

/** For commands that write the configuration: only where it is not the file they would write by themselves. */
export function configGap(daemon: Daemon | null): Record<string, string> {
  return daemon?.unusual === true ? { config: daemon.configFile } : {}
}

function parsed(file: FileText): DaemonConfig | null {
  if (file.is !== 'text') return null
  try {
    const read = ConfigSchema.safeParse(JSON.parse(file.text))
    return read.success ? read.data : null
  } catch {
    // Not JSON: the engine would not start with it, and the evidence shows the text.
    return null
  }
}
