// The preview's browsers: this one, one far away that calls itself something else, and one that is not open.
import type { BrowserSession } from '../../shared/contract/sessions'

const now = Date.now()
const hour = 3_600_000

export const previewSessions: BrowserSession[] = [
  {
    ...{ id: 'aaaaaaaa', mine: true, by: 'token', browser: 'Chrome 156 · Linux', address: '127.0.0.1' },
    ...{ since: now - hour, lastSeen: now, connected: true },
  },
  {
    ...{ id: 'bbbbbbbb', mine: false, by: 'token', address: '2001:db8:85a3::8a2e:370:7334' },
    ...{ browser: '<img src=x onerror=alert(1)> and a long name of its own make', since: now - 30 * hour },
    ...{ lastSeen: now - 60_000, connected: true },
  },
  {
    ...{ id: 'cccccccc', mine: false, by: 'ticket', browser: '', address: '10.0.0.8' },
    ...{ since: now - 70 * hour, lastSeen: now - 50 * hour, connected: false },
  },
]
