// Asks one candidate who it is: ping, version, facts. Every outcome is an answer, so that the user can be told what was tried.
import { z } from 'zod'
import type { EngineAttempt, EngineUp } from '../../shared/contract/engine'
import { RefusalError } from '../../shared/model/refusal'
import type { Candidate } from './address'
import { createCalls, type Link } from './calls'
import { refusalForError } from './failures'
import { openTransport, type Transport } from './transport'
import { negotiate, type Versions } from './versions'

export type Greeting =
  | { is: 'answered'; transport: Transport; up: Omit<EngineUp, 'since' | 'tried'>; attempt: EngineAttempt }
  | { is: 'failed'; refusal: RefusalError; attempt: EngineAttempt }

const pingDeadline = 2_500
/** An engine that locked itself up answers pings, and never says what it is. */
const factsDeadline = 4_500

const VersionSchema = z.object({
  Version: z.string().default(''),
  ApiVersion: z.string().default(''),
  MinAPIVersion: z.string().default(''),
  Components: z.array(z.object({ Name: z.string() })).nullish(),
})
const InfoSchema = z.object({
  Name: z.string().default(''),
  OperatingSystem: z.string().default(''),
  OSType: z.string().default(''),
  Architecture: z.string().default(''),
  Driver: z.string().default(''),
  SecurityOptions: z.array(z.string()).nullish(),
  NCPU: z.number().default(0),
  MemTotal: z.number().default(0),
  Runtimes: z.record(z.string(), z.unknown()).nullish(),
  DiscoveredDevices: z.array(z.object({ Source: z.string(), ID: z.string() })).nullish(),
})
type Facts = { version: z.infer<typeof VersionSchema>; info: z.infer<typeof InfoSchema>; podman: boolean }

export async function greet(candidate: Candidate, signal: AbortSignal): Promise<Greeting> {
  const { endpoint, source, name, address } = candidate
  const attempt = (outcome: EngineAttempt['outcome'], detail: string) => ({
    source,
    name,
    address,
    outcome,
    detail,
  })
  if (endpoint.is === 'unsupported') {
    const refusal = new RefusalError('EngineDown', {
      params: { address },
      evidence: endpoint.why,
      actions: ['open-settings'],
    })
    return { is: 'failed', refusal, attempt: attempt('unsupported', endpoint.why) }
  }
  const opened: Transport[] = []
  const open = async (version: string) => {
    const transport = await openTransport(endpoint, version)
    opened.push(transport)
    return transport
  }
  try {
    const greeting = await facts(open, address, signal)
    const transport = await open(greeting.versions.spoken)
    opened.pop()
    const up = describe(candidate, greeting)
    return { is: 'answered', transport, up, attempt: attempt('answered', `${up.product} ${up.version}`) }
  } catch (error) {
    const failure = refusalForError(error, { address })
    return { is: 'failed', refusal: failure, attempt: attempt(outcomeOf(failure), failure.refusal.evidence) }
  } finally {
    for (const transport of opened) transport.close()
  }
}

async function facts(
  open: (version: string) => Promise<Transport>,
  address: string,
  signal: AbortSignal,
): Promise<Facts & { versions: Versions }> {
  const subject = { address }
  const ping = await callsOn(await open('')).reply(
    { method: 'GET', path: '/_ping' },
    { signal, deadline: pingDeadline, subject },
  )
  const theirs = String(ping.headers['api-version'] ?? '')
  const first = negotiate(theirs, '')
  if (!first) throw tooOld(address, theirs)
  const calls = callsOn(await open(first.newestCommon))
  const options = { signal, deadline: factsDeadline, subject }
  const [version, info] = await Promise.all([
    calls.json({ method: 'GET', path: '/version' }, VersionSchema, options),
    calls.json({ method: 'GET', path: '/info' }, InfoSchema, options),
  ])
  const versions = negotiate(theirs, version.MinAPIVersion)
  if (!versions) throw tooOld(address, theirs)
  const podman =
    'libpod-api-version' in ping.headers ||
    (version.Components ?? []).some(({ Name }) => Name === 'Podman Engine')
  return { version, info, podman, versions }
}

/** Calls on a transport that is not a connection yet: nothing can be lost. */
function callsOn(transport: Transport) {
  const link: Link = { transport, lost: new AbortController().signal }
  return createCalls(() => Promise.resolve(link))
}

function describe(candidate: Candidate, { version, info, podman, versions }: Facts & { versions: Versions }) {
  const { source, name, address, endpoint } = candidate
  const desktop = info.OperatingSystem === 'Docker Desktop' || info.Name === 'docker-desktop'
  return {
    is: 'up' as const,
    source,
    name,
    address,
    product: podman ? ('podman' as const) : desktop ? ('desktop' as const) : ('docker' as const),
    version: version.Version,
    apiVersion: versions.spoken,
    hostName: info.Name,
    os: info.OperatingSystem,
    architecture: info.Architecture,
    storageDriver: info.Driver,
    rootless: (info.SecurityOptions ?? []).some((option) => /(^|=)rootless(,|$)/.test(option)),
    local: endpoint.is === 'socket',
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    cdiDevices: (info.DiscoveredDevices ?? []).filter(({ Source }) => Source === 'cdi').map(({ ID }) => ID),
    runtimes: Object.keys(info.Runtimes ?? {}),
  }
}

function tooOld(address: string, theirs: string): RefusalError {
  const evidence =
    theirs === '' ? 'the answer names no API version' : `API ${theirs}; Berth needs 1.41 or newer`
  return new RefusalError('EngineTooOld', { params: { address, version: theirs }, evidence })
}

function outcomeOf({ refusal }: RefusalError): EngineAttempt['outcome'] {
  if (refusal.code === 'EnginePermission') return 'forbidden'
  if (refusal.code === 'EngineTooOld') return 'too-old'
  if (refusal.code === 'EngineTimeout') return 'silent'
  if (refusal.code === 'EngineDown' && /ENOENT/.test(refusal.evidence)) return 'absent'
  return 'refused'
}
