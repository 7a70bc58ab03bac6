// The gate room: who may come in over HTTP, decided purely; the servers that open or refuse stand elsewhere.
export { createAttempts, plainAddress, retryAfter, type Attempts } from './attempts'
export { browserName } from './browser-name'
export { noSessions, sessionsFace } from './face'
export {
  destination,
  fromOwnPages,
  loopbackSite,
  originAt,
  pageName,
  sameOrigin,
  type Destination,
  type Site,
} from './hosts'
export { refuseUpgrade } from './refuse-upgrade'
export {
  cookieNameAt,
  cookieRules,
  cookieValues,
  createTickets,
  newSecret,
  sameSecret,
  withoutCookie,
  type Tickets,
} from './secrets'
export { createSessions, type Session, type Sessions } from './sessions'
export { isPagesMethod, opensWebSocket, wellFormed } from './shape'
