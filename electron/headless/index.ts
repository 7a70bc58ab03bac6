// What the headless server answers over plain HTTP: our own page to whoever has the token, and a plain word to the others.
export { answerPage, toOurName } from './answer'
export { CertificateUnfit, type CertificateFiles } from './certificate'
export { createDoor } from './door'
export { createDownloads, isDownload } from './downloads'
export { explain } from './explain'
export { listen } from './listening'
