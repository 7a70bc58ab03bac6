// The launch as a docker command that a person can read, run and keep. Equal in meaning to what Berth does itself.
import { labels } from '../labels'
import type { ContainerSpec, ContainerUser } from './host'
import { places } from './places'
import { mountTarget } from './problems'

type Printed = {
  container: ContainerSpec
  runAs: ContainerUser
  jupyter: boolean
  /** Names of the secret variables that the container's start reads from a file. */
  secrets: string[]
  /** The token's file must change hands when the person who runs the command is not the container's user. */
  chownToken: boolean
}

const tokenVariable = '"$TOKEN_FILE"'
const secretsVariable = '"$SECRETS_FILE"'

/**
 * Plain when nothing in it means anything to a shell, else in single quotes. What a terminal would obey while it is pasted, and
 * what turns the direction of writing, is spelled out: a command must run as it reads.
 */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word
  const quoted = word.replaceAll("'", `'\\''`).replace(unseen, (text) => `'"$(printf '${octal(text)}')"'`)
  return `'${quoted}'`
}

/** But for line ends, which quotes hold as they are. */
const unseen = /(?:(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+/gu

function octal(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}

/** Docker reads --mount as one line of CSV. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function mountArgument(bind: ContainerSpec['binds'][number]): string {
  const fields = ['type=bind', `source=${bind.source}`, `target=${bind.target}`]
  return [...fields, ...(bind.readOnly ? ['readonly'] : [])].map(csvField).join(',')
}

/** Groups of arguments, one line each. */
function runArguments({ container, runAs, jupyter, secrets }: Printed): string[][] {
  const { uid, gid } = runAs
  const flag = (name: string, value: string | number | null) =>
    value === null || value === '' ? [] : [[name, shellQuote(String(value))]]
  const shown = Object.entries(container.labels).filter(
    ([key]) => key !== labels.task && key !== labels.owner && key !== labels.spec,
  )
  return [
    ['--detach', ...(container.init ? ['--init'] : [])],
    ['--name', shellQuote(container.name)],
    ['--user', container.user],
    ...flag('--workdir', container.workingDir),
    ...container.binds.map((bind) => ['--mount', shellQuote(mountArgument(bind))]),
    ...(container.binds.some(({ target }) => mountTarget(target) === places.home)
      ? []
      : [['--tmpfs', `${places.home}:exec,mode=755,uid=${uid},gid=${gid}`]]),
    ...(jupyter
      ? [['--mount', `type=bind,source=${tokenVariable},target=${places.tokenFile},readonly`]]
      : []),
    ...(secrets.length > 0
      ? [['--mount', `type=bind,source=${secretsVariable},target=${places.secretFile},readonly`]]
      : []),
    ...container.ports.map((port) => ['--publish', `${port.hostIp}:${port.hostPort}:${port.containerPort}`]),
    ...container.deviceRequests.flatMap(gpuArguments),
    ...flag('--shm-size', container.shmBytes),
    ...flag('--memory', container.memoryBytes),
    ...flag('--cpus', container.nanoCpus === null ? null : container.nanoCpus / 1e9),
    ...(container.restart === 'no' ? [] : [['--restart', container.restart]]),
    ...container.env.map((each) => ['--env', shellQuote(each)]),
    ...shown.map(([key, value]) => ['--label', shellQuote(`${key}=${value}`)]),
    ...(container.entrypoint?.[0] === undefined
      ? []
      : [['--entrypoint', shellQuote(container.entrypoint[0])]]),
  ]
}

function gpuArguments(request: ContainerSpec['deviceRequests'][number]): string[][] {
  if (request.driver === 'cdi') return request.deviceIds.map((name) => ['--device', shellQuote(name)])
  if (request.deviceIds.length > 0) return [['--gpus', shellQuote(`"device=${request.deviceIds.join(',')}"`)]]
  return [['--gpus', request.count === -1 ? 'all' : String(request.count)]]
}

/** An empty line for each, to be filled in by hand: a value that is printed is a value that is read. */
function secretsFirst({ container, runAs, secrets, chownToken }: Printed): string[] {
  if (secrets.length === 0) return []
  return [
    `# Secret variables stand in a file, and their values are not shown here: write yours between the quotes in it.`,
    `SECRETS_FILE="$HOME"/.berth-secrets-${container.name}`,
    `[ -e ${secretsVariable} ] || (umask 077 && printf "export %s=''\\n" ${secrets.join(' ')} > ${secretsVariable})`,
    ...(chownToken ? [`chown ${runAs.uid}:${runAs.gid} ${secretsVariable}`] : []),
  ]
}

export function dockerCommand(printed: Printed): string {
  const { container, runAs, jupyter } = printed
  const after = [...(container.entrypoint?.slice(1) ?? []), ...(container.cmd ?? [])].map(shellQuote)
  const lines = [
    ...runArguments(printed).map((words) => words.join(' ')),
    shellQuote(container.image),
    ...after,
  ]
  const run = [...secretsFirst(printed), `docker run ${lines.join(' \\\n  ')}`].join('\n')
  if (!jupyter) return run
  const port = container.ports[0]?.hostPort ?? places.jupyterPort
  return [
    '# A token of your own, in a file: Berth makes a random one and puts it into the container.',
    `TOKEN_FILE="$HOME"/.berth-token-${container.name}`,
    `(umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \\n' > ${tokenVariable})`,
    ...(printed.chownToken ? [`chown ${runAs.uid}:${runAs.gid} ${tokenVariable}`] : []),
    run,
    `# Then open http://127.0.0.1:${port}/lab and sign in with the token in that file.`,
  ].join('\n')
}
