// Does the driver stay loaded while nobody uses the cards. A card with a display on it is in use all the time.
import { advice, fine, notApplicable, type DoctorCheck } from '../check'

export const persistenceCheck: DoctorCheck = {
  id: 'persistence',
  after: ['cards'],
  milliseconds: 30_000,
  async run(look) {
    const smi = await look.smi()
    const { evidence } = smi
    if (smi.is !== 'live') return notApplicable('cpu-only', { evidence })
    const off = smi.cards.filter(
      ({ persistence, display }) => persistence === 'Disabled' && display !== 'Enabled',
    )
    if (off.length === 0) return fine('persistence-on', { evidence })
    return advice('persistence-off', {
      params: { count: off.length },
      evidence,
      fixes: [{ id: 'enable-persistence' }],
    })
  },
}
