// Does every card answer.
import { fine, problem, unknown, type DoctorCheck, type Outcome } from '../check'

export const cardsCheck: DoctorCheck = {
  id: 'cards',
  after: ['driver-versions'],
  milliseconds: 30_000,
  async run(look) {
    const [smi, bus] = await Promise.all([look.smi(), look.bus()])
    const { evidence } = smi
    if (smi.is === 'missing')
      return unknown('cards-silent', { params: { message: 'nvidia-smi is not on the PATH' }, evidence })
    if (smi.is === 'failed') return { ...failed(smi), evidence }
    const reset = smi.cards.find(({ uuid, name }) => /requires reset/i.test(`${uuid} ${name}`))
    if (reset !== undefined)
      return problem('card-needs-reset', {
        params: { card: reset.index, name: `GPU ${reset.index}` },
        evidence,
        fixes: [{ id: 'reset-card', gaps: { card: String(reset.index) } }, { id: 'reboot' }],
      })
    const trouble = smi.troubles[0]
    if (trouble !== undefined) {
      const card = trouble.index ?? smi.cards.length
      return problem('card-lost', {
        params: { card, name: trouble.busId ?? `GPU ${card}` },
        evidence,
        fixes: [{ id: 'reboot' }],
      })
    }
    const unseen = bus.cards.length - smi.cards.filter(({ uuid }) => uuid.startsWith('GPU-')).length
    if (bus.cards.length > 0 && smi.cards.length > 0 && unseen > 0)
      return fine('cards-answer', {
        params: { count: smi.cards.length },
        evidence: `${evidence}\n${bus.evidence}\n(${unseen} more on the bus than the driver lists)`,
      })
    return fine('cards-answer', { params: { count: smi.cards.length }, evidence })
  },
}

function failed({ reason, raw }: { reason: string; raw: string }): Outcome {
  if (reason === 'no-devices') return problem('cards-none', { fixes: [{ id: 'install-driver' }] })
  if (reason === 'lost')
    return problem('card-lost', { params: { card: 0, name: 'the card' }, fixes: [{ id: 'reboot' }] })
  const message = raw.trim().split('\n', 1)[0] ?? ''
  return unknown('cards-silent', { params: { message: message || 'no answer' } })
}
