// What the headless server answers over plain HTTP: our own page to whoever has the token, and a plain word to the others.
export { answerPage, toOurName } from './answer'
export { createDownloads } from './downloads'
export { explain } from './explain'
