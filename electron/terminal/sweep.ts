// Ends what a terminal left in its container: the shell and everything still in its session. Hanging up alone does not:
// an exec's process outlives its stream (moby issue 9098).
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import { markVariable } from './environment'

// Plain POSIX sh, and of programs only grep (where there is one that reads past a NUL; Busybox's does not) and sleep. Children go before the shell, so that the
// shell reaps them: what outlives it is left to the container's first process, which may be a notebook that reaps nobody.
// Answers with 3, and the sessions, when something could not be ended.
const script = `
mark="${markVariable}=$1."
sessions=" $2 "
if [ -z "$2" ]; then
  if printf 'a\\0b' | grep -qF b 2>/dev/null; then files=$(grep -lsF "$mark" /proc/[0-9]*/environ)
  else files=$(echo /proc/[0-9]*/environ); fi
  for file in $files; do
    while IFS= read -r line || [ -n "$line" ]; do
      case "$line" in *"$mark"*)
        line=\${line#*"$mark"}
        case "$sessions" in *" \${line%%.*} "*) ;; *) sessions="$sessions\${line%%.*} " ;; esac
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

type Sweep = { engine: Engine; containerId: string; terminalId: string; posix: string }

/** Settles when nothing of the terminal is left. Throws the engine's refusal, or an error that names who stayed. */
export async function sweep(what: Sweep, signal: AbortSignal): Promise<void> {
  try {
    await endSessions(what, signal)
  } catch (error) {
    if (!(await isGone(what, error))) throw error
  }
}

async function endSessions(what: Sweep, signal: AbortSignal): Promise<void> {
  const run = (sessions: string, user?: string) =>
    what.engine.containers.run(
      what.containerId,
      {
        cmd: [what.posix, '-c', script, 'berth', what.terminalId, sessions],
        ...(user === undefined ? {} : { user }),
      },
      signal,
    )
  // As the container's own user: only that user (or a tracer, which root in a container is not) may read the marks.
  const first = await run('')
  if (first.exitCode !== survivors) return
  // What runs under sudo is another user's; root may end it by its session.
  const second = await run(first.stdout.trim(), '0')
  if (second.exitCode === survivors)
    throw new Error(`sessions ${second.stdout.trim()} in ${what.containerId} could not be ended`)
}

/** A container that is stopped or removed took its shells along. */
async function isGone(what: Sweep, error: unknown): Promise<boolean> {
  if (!(error instanceof RefusalError)) return false
  if (error.refusal.code === 'NotFound') return true
  return (
    error.refusal.code === 'Conflict' && !(await what.engine.containers.inspect(what.containerId)).running
  )
}
