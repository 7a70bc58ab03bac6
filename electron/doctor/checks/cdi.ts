// Are the cards described for CDI, where containers get them that way, and does the description fit them.
import { advice, fine, notApplicable, problem, unknown, type DoctorCheck, type Outcome } from '../check'
import { all } from '../evidence'
import { configGap } from '../facts/daemon'
import type { CdiFiles } from '../facts/cdi'
import type { Smi } from '../facts/driver'
import type { Look } from '../look'

export const cdiCheck: DoctorCheck = {
  id: 'cdi',
  after: ['toolkit'],
  milliseconds: 30_000,
  async run(look) {
    const [state, files, smi, parts] = await Promise.all([
      ...([look.engine(), look.cdi(), look.smi(), look.toolkit()] as const),
    ])
    if (state.is !== 'up') return unknown('check-timed-out', { params: { seconds: 30 } })
    const needed =
      state.product === 'podman' || (state.product === 'docker' && parts.hook === null && parts.ctk !== null)
    const { evidence } = files
    const off = needed && state.product === 'docker' ? await switchedOff(look, evidence) : null
    if (off !== null) return off
    if (files.specifications.length === 0) {
      if (!needed) return notApplicable('cdi-not-used', { evidence })
      const unreadable = files.unreadable[0]
      const fixes = [{ id: 'generate-cdi' as const }]
      return unreadable === undefined
        ? problem('cdi-missing', { params: { folders: files.folders.join(', ') }, evidence, fixes })
        : problem('cdi-unreadable', { params: { file: unreadable }, evidence, fixes })
    }
    return await fits(look, { files, smi, needed })
  },
}

/** An engine with CDI on names its folders (API 1.44); from 28.2 it is on by itself, from 25 it can be switched on. */
async function switchedOff(look: Look, seen: string): Promise<Outcome | null> {
  const [info, daemon] = await Promise.all([look.info(), look.daemon()])
  if (info === null || info.cdiDevices.length > 0 || (info.cdiFolders ?? []).length > 0) return null
  return problem('cdi-off', {
    params: { version: info.version },
    evidence: all(seen, daemon?.evidence ?? null),
    fixes: [{ id: 'enable-cdi', gaps: configGap(daemon) }],
  })
}

type Facts = { files: CdiFiles; smi: Smi; needed: boolean }

async function fits({ machine }: Look, { files, smi, needed }: Facts): Promise<Outcome> {
  const { evidence } = files
  const fixes = [{ id: 'generate-cdi' as const }]
  // A stale description that nothing uses is worth a word, and no more.
  const wrong = needed ? problem : advice
  const devices = new Set(files.specifications.flatMap((each) => each.devices))
  const cards = smi.is === 'live' ? smi.cards.filter(({ uuid }) => uuid.startsWith('GPU-')) : []
  const has = (name: string | number) => [...devices].some((device) => device.endsWith(`=${name}`))
  const missing = cards.filter(({ index, uuid }) => !has(index) && !has(`${index}:0`) && !has(uuid))
  if (missing.length > 0)
    return wrong('cdi-cards-differ', {
      params: { missing: missing.map(({ index, name }) => `GPU ${index} (${name})`).join(', ') },
      evidence: all(evidence, smi.evidence),
      fixes,
    })
  for (const path of files.specifications.flatMap(({ hostPaths }) => hostPaths))
    // A driver's libraries carry its version in their names; sockets of daemons may come and go.
    if (/\.so[.\d]*\d$|\/firmware\//.test(path) && (await machine.changedAt(path)) === null)
      return wrong('cdi-files-gone', {
        params: { path },
        evidence: all(evidence, `${path}: not there`),
        fixes,
      })
  return fine('cdi-matches', { params: { count: devices.size }, evidence })
}
