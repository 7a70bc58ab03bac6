// Is there an engine, which one, and why not the others.
import type { EngineAttempt, EngineState } from '../../../shared/contract/engine'
import { advice, fine, problem, unknown, type DoctorCheck, type Outcome, type WantedFix } from '../check'
import type { Look } from '../look'

type Down = Extract<EngineState, { is: 'down' }>
type Up = Extract<EngineState, { is: 'up' }>

export const engineCheck: DoctorCheck = {
  id: 'engine',
  after: [],
  milliseconds: 30_000,
  async run(look) {
    const state = await look.engine()
    if (state.is === 'connecting') return unknown('check-timed-out', { params: { seconds: 30 } })
    const evidence = state.tried.map(line).join('\n')
    return { ...(state.is === 'up' ? answered(state) : await why(state, look)), evidence }
  },
}

function line({ source, name, address, outcome, detail }: EngineAttempt): string {
  const from = name === '' ? source : `${source} ${name}`
  return `${from}: ${address === '' ? '(no address)' : address}: ${outcome}${detail === '' ? '' : ` (${detail})`}`
}

function answered(state: Up): Outcome {
  const { product, version, address, source } = state
  // DOCKER_HOST and the settings are exclusive: only a context may fail and another engine be used.
  const dead = state.tried.find((each) => each.source === 'context' && each.outcome !== 'answered')
  if (dead !== undefined && source !== 'context')
    return advice('engine-context-dead', {
      params: { context: dead.name, dead: dead.address, address },
      fixes: [{ id: 'use-default-context' }],
    })
  return fine('engine-answers', { params: { product, version, address, source } })
}

async function why(state: Down, look: Look): Promise<Outcome> {
  const { tried, refusal } = state
  const { machine } = look
  const first = tried[0]
  const address = first?.address ?? ''
  const at = (outcome: EngineAttempt['outcome']) => tried.find((each) => each.outcome === outcome)
  const forbidden = at('forbidden')
  if (forbidden !== undefined)
    return problem('engine-forbidden', {
      params: { address: forbidden.address, user: machine.user.name },
      fixes:
        forbidden.source === 'system' ||
        forbidden.source === 'DOCKER_HOST' ||
        forbidden.source === 'context' ||
        forbidden.source === 'settings'
          ? [{ id: 'join-docker-group', gaps: { user: machine.user.name } }]
          : [],
    })
  const old = at('too-old')
  if (old !== undefined)
    return problem('engine-api-too-old', {
      params: { address: old.address, version: String(refusal.params['version'] ?? '') },
      fixes: [{ id: 'upgrade-engine' }],
    })
  const silent = at('silent')
  if (silent !== undefined)
    return problem('engine-silent', {
      params: { address: silent.address },
      fixes: [{ id: 'restart-engine' }],
    })
  const named =
    first !== undefined && ['settings', 'DOCKER_HOST', 'context'].includes(first.source) ? first : null
  const other = named === null ? undefined : (await look.others())[0]
  if (named !== null && other !== undefined)
    return problem('engine-wrong-address', {
      params: { address: named.address || named.name, source: named.source, other: other.address },
      fixes: wayBack(named),
    })
  if (named !== null && !named.address.startsWith('unix://') && !named.address.startsWith('/'))
    return problem('engine-unreachable', {
      params: { address, message: named.detail },
      fixes: wayBack(named),
    })
  return await notRunning(address, look)
}

function wayBack({ source }: EngineAttempt): WantedFix[] {
  if (source === 'settings') return [{ id: 'change-address' }]
  return [{ id: source === 'context' ? 'use-default-context' : 'unset-docker-host' }]
}

async function notRunning(address: string, { machine }: Look): Promise<Outcome> {
  const [dockerd, podman] = await Promise.all(['dockerd', 'podman'].map((name) => machine.programAt(name)))
  if (dockerd) return problem('engine-stopped', { params: { address }, fixes: [{ id: 'start-engine' }] })
  const desktops = ['/opt/docker-desktop', '/Applications/Docker.app', 'C:\\Program Files\\Docker\\Docker']
  const desktop = (await Promise.all(desktops.map((path) => machine.changedAt(path)))).some(
    (at) => at !== null,
  )
  if (desktop) return problem('engine-desktop-stopped', { fixes: [{ id: 'start-desktop' }] })
  if (podman)
    return problem('engine-stopped', {
      params: { address },
      fixes: [{ id: 'start-engine', gaps: { podman: 'podman' } }],
    })
  return problem('engine-not-installed', {
    fixes: [machine.platform === 'linux' ? { id: 'install-engine' } : { id: 'start-desktop' }],
  })
}
