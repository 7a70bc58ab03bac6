// Ends what a terminal left in its container: the shell and everything still in its session. Hanging up alone does not:
// an exec's process outlives its stream (moby issue 9098).
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import { markVariable } from './environment'

// Plain POSIX sh, and of programs only grep (where there is one that reads past a NUL; Busybox's does not) and sleep. Children go before the shell, so that the
// shell reaps them: what outlives it is left to the container's first process, which may be a notebook that reaps nobody.
// Only a marked process that is still in the session of its mark says that the number means that session: once all of it has
// ended, the system gives the number to others, while what left it (tmux) goes on carrying the mark.
// Answers with 3, and the sessions, when something could not be ended.
const script = `
ids=" $1 "
mark="${markVariable}="
sessions=" $2 "
is_in() { read -r stat 2>/dev/null <"$1" && set -- "$2" \${stat##*) } && [ "$5" = "$1" ]; }
if [ -z "$2" ]; then
  if printf 'a\\0b' | grep -qF b 2>/dev/null; then files=$(grep -lsF "$mark" /proc/[0-9]*/environ)
  else files=$(echo /proc/[0-9]*/environ); fi
  for file in $files; do
    while IFS= read -r line || [ -n "$line" ]; do
      case "$line" in *"$mark"*)
        line=\${line#*"$mark"}
        case "$ids" in *" \${line%%.*} "*)
          line=\${line#*.}
          session=\${line%%.*}
          case "$sessions" in *" $session "*) ;; *) is_in "\${file%environ}stat" "$session" && sessions="$sessions$session " ;; esac
        esac
      esac
    done 2>/dev/null <"$file"
  done
fi
look() {
  children=""; leaders=""
  for file in /proc/[0-9]*/stat; do
    read -r line 2>/dev/null <"$file" || continue
    pid=\${line%% *}
    set -- \${line##*) }
    case "$1" in Z|X) continue ;; esac
    case "$sessions" in
      *" $4 "*) if [ "$4" = "$pid" ]; then leaders="$leaders $pid"; else children="$children $pid"; fi ;;
    esac
  done
}
wait_for() {
  turns=0
  while look; [ -n "$children$1" ] && [ $turns -lt $2 ]; do
    [ "$1" = all ] && [ -z "$children$leaders" ] && return
    turns=$((turns + 1)); sleep 0.05 || sleep 1
  done
}
look
if [ -n "$children" ]; then
  kill -HUP $children; kill -CONT $children
  wait_for "" 10
  [ -n "$children" ] && kill -KILL $children
  wait_for "" 4
fi
if [ -n "$leaders$children" ]; then
  kill -HUP $leaders $children; kill -CONT $leaders $children
  wait_for all 10
  [ -n "$leaders$children" ] && kill -KILL $leaders $children
  wait_for all 20
fi
[ -z "$leaders$children" ] || { echo $sessions; exit 3; }
`

const survivors = 3

export type Sweep = {
  containerId: string
  terminalId: string
  posix: string
  /** As whom the shell was started; null: the container's own user. */
  user: string | null
}

/** Settles when nothing of the terminal is left. Throws the engine's refusal, or an error that names who stayed. */
export type Sweeper = (what: Sweep, signal: AbortSignal) => Promise<void>

/** What is asked for at the same time, with the same patience, is one look into the container: quitting closes all. */
export function createSweeper(engine: Engine): Sweeper {
  type Asked = Sweep & { signal: AbortSignal; settle: (outcome: Promise<void>) => void }
  let asked: Asked[] = []

  const start = () => {
    const now = asked
    asked = []
    while (now.length > 0) {
      const [first] = now
      if (first === undefined) return
      const alike = now.filter((one) => areOne(one, first))
      now.splice(0, now.length, ...now.filter((one) => !areOne(one, first)))
      const outcome = sweep(engine, first, { ids: alike.map((one) => one.terminalId), signal: first.signal })
      for (const one of alike) one.settle(outcome)
    }
  }
  const areOne = (one: Asked, other: Asked) =>
    one.containerId === other.containerId &&
    one.user === other.user &&
    one.posix === other.posix &&
    one.signal === other.signal

  return (what, signal) =>
    new Promise((settle) => {
      if (asked.length === 0) setImmediate(start)
      asked.push({ ...what, signal, settle })
    })
}

type Where = Pick<Sweep, 'containerId' | 'posix' | 'user'>
type What = { ids: string[]; signal: AbortSignal }

async function sweep(engine: Engine, where: Where, what: What): Promise<void> {
  try {
    await endSessions(engine, where, what)
  } catch (error) {
    if (!(await isGone(engine, where.containerId, { error, signal: what.signal }))) throw error
  }
}

async function endSessions(engine: Engine, where: Where, { ids, signal }: What): Promise<void> {
  const { containerId, posix } = where
  const run = async (sessions: string, user: string | null) => {
    const cmd = [posix, '-c', script, 'berth', ids.join(' '), sessions]
    const spec = user === null ? { cmd } : { cmd, user }
    const { exitCode, stdout, stderr } = await engine.containers.run(containerId, spec, signal)
    if (exitCode === 0) return null
    const said = `${stdout}${stderr}`.trim()
    if (exitCode === survivors) return said
    throw new Error(`looking for what terminals left in ${containerId}: ${said}`)
  }
  // As the shell's own user: only that user (or a tracer, which root in a container is not) may read the marks.
  const stayed = await run('', where.user)
  if (stayed === null) return
  // What runs under sudo is another user's; root may end it by its session.
  const stayedAgain = await run(stayed, '0')
  if (stayedAgain !== null) throw new Error(`sessions ${stayedAgain} in ${containerId} could not be ended`)
}

/** A container that is stopped or removed took its shells along. */
async function isGone(
  engine: Engine,
  containerId: string,
  { error, signal }: { error: unknown; signal: AbortSignal },
): Promise<boolean> {
  if (!(error instanceof RefusalError)) return false
  if (error.refusal.code === 'NotFound') return true
  return (
    error.refusal.code === 'Conflict' && !(await engine.containers.inspect(containerId, { signal })).running
  )
}
