// The gate room: who may come in over HTTP, decided purely; the servers that open or refuse stand elsewhere.
export { destination, fromOwnPages, pageName, sameOrigin, type Destination } from './hosts'
export { createTickets, holdsCookie, newSecret, sameSecret, withoutCookie, type Tickets } from './secrets'
