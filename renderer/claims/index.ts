// Claims on cards: which containers hold one, and which environment reserved it until when. A reservation is advice.
export { claimsOn, type Claim } from './claims'
export { holdersOf, type Holder } from './holders'
export { ReserveDialog } from './reserve-dialog'
export { useReservation } from './use-reservation'
