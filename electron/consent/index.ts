// What the page may not decide alone: asked of a person in the main process, and remembered there until it ends.
export { createAgreements } from './agreements'
export { createConsent } from './ask'
