// Takes secrets and names out of a text that somebody may send to others. What it is not sure about, it removes.
import { looksSecret } from './secrets'

export type Persons = {
  /** Folders of people become ~; this is the user's own. */
  home: string
  userName: string
  hostName: string
}

export const removed = '<removed>'

type Rule = readonly [pattern: RegExp, replacement: string | ((...groups: string[]) => string)]

const named = 'pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key'
const keyOf = (names: string) => `[\\w.-]{0,40}(?:${names})[\\w.-]{0,40}`
/** Quoted, and as an option, a key is a key; in prose “unauthorized: authentication required” is none. */
const secretKey = keyOf(`${named}|credential|cookie|authori[sz]ation|auth`)
const secretWord = keyOf(named)

const header = '(?:proxy-)?authorization|(?:set-)?cookie|x-registry-(?:auth|config)|x-xsrftoken|x-api-key'

/** A string with its quotes, which have backslashes of their own where JSON stands inside JSON; `at`: number of its first group. */
const quoted = (at: number) => `(\\\\{0,8})(["'])[^\\n]{0,8000}?(?<!\\\\)\\${at}\\${at + 1}`

const rules: readonly Rule[] = [
  // Keys and certificates, whole.
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, removed],
  // Headers, as HTTP writes them and as programs print them: inside quotes to their end, else to the end of the line.
  [
    new RegExp(`((?<!\\\\)\\\\{0,8}["'])(${header})(\\s*[:=]\\s*)(?:(?!\\1)[^\\n]){1,8000}`, 'gi'),
    (_all, quote, name, between) => `${quote}${name}${between}${removed}`,
  ],
  [
    new RegExp(
      `\\b(${header})(\\\\{0,8}["']?\\s*[:=]\\s*)(?!\\s*${removed})(?:${quoted(3)}|\\[[^\\]\\n]*\\]?|[^\\n]*)`,
      'gi',
    ),
    (_all, name, between) => `${name}${between}${removed}`,
  ],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{6,}/g, `$1 ${removed}`],
  [/\btoken\s+(?=[\w-]*\d)[\w-]{16,}/g, `token ${removed}`],
  // Who and with what, in an address.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s'"]{1,400}@/gi, `$1${removed}@`],
  [
    /([?&#;](?:[\w-]{0,40}(?:token|password|passwd|secret|signature|credential|api[_-]?key|ticket|session)[\w-]{0,40}|key|sig|code|auth)=)[^&\s"'#]+/gi,
    `$1${removed}`,
  ],
  // Tokens by their shape, wherever they stand.
  [
    /\b(?:gh[pousr]_\w{10,}|github_pat_\w{10,}|hf_\w{10,}|glpat-[\w-]{10,}|dckr_pat_[\w-]{10,}|nvapi-[\w-]{10,}|xox[a-z]-[\w-]{8,}|sk-[\w-]{16,}|AKIA[A-Z0-9]{12,}|AIza[\w-]{20,}|pypi-[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g,
    removed,
  ],
  // "password": "…", in JSON, in JSON inside JSON, and in TOML.
  [
    new RegExp(
      `((?<!\\\\)\\\\{0,8}["']${secretKey}\\\\{0,8}["']\\s*[:=]\\s*)(?:${quoted(2)}|[^\\s,}\\]]+)`,
      'gi',
    ),
    (_all, key, escapes = '') => `${key}${escapes}"${removed}${escapes}"`,
  ],
  // --password=…, --token …, password: …
  [new RegExp(`(--${secretKey}(?:=|\\s+))(?:"[^"\\n]*"|'[^'\\n]*'|\\S+)`, 'gi'), `$1${removed}`],
  [
    new RegExp(`(\\b${secretWord}\\s*[:=]\\s*)(?:"[^"\\n]*"|'[^'\\n]*'|(?![<{[(])[^\\s,;&]+)`, 'gi'),
    `$1${removed}`,
  ],
  // docker login -p …, curl -u name:…, password '…', and auth: … of a docker config in YAML; --user 1000:1000 is no login.
  [/(\blogin\b[^\n]{0,200}?\s-p[\s=]+)\S+/g, `$1${removed}`],
  [/(\s(?:-u|--user)[\s=]+)(?!\d+:\d+(?:\s|$))[^\s:]{1,100}:\S+/g, `$1${removed}`],
  [/(\b(?:password|passwd|passphrase|secret)\s+)(["'])[^"'\n]{1,400}\2/gi, `$1${removed}`],
  [/((?:^|[\s{,])auth\s*[:=]\s*)(?=\S*[A-Z0-9=])[A-Za-z0-9+/]{8,}={0,2}(?=$|[\s,}])/gm, `$1${removed}`],
]

/** Variables whose values tell about machine and image, not about people. */
const openVariable =
  /^(?:NV_\w+|NVIDIA_(?!API)\w+|CUDA_\w+|CUDNN_\w+|PYTORCH_\w+|DOCKER_(?:HOST|CONTEXT|API_VERSION)|VERSION(?:_ID|_CODENAME)?|ID(?:_LIKE)?|PRETTY_NAME|NAME|NVRM|LANG|LC_\w+|TERM|WSL_\w+)$/

/** NAME=value of an environment: the name stays, the value only where it is known to be harmless. */
function withoutVariables(text: string): string {
  const outside = text.replace(
    /(["'])([A-Z][A-Z0-9_]*)=([^\n"'\\]*)\1/g,
    (all, quote: string, name: string, value: string) =>
      openVariable.test(name) || !/\s/.test(value) ? all : `${quote}${name}=${removed}${quote}`,
  )
  return outside.replace(
    /(^|[\s"'[,(])((?:[A-Z][A-Z0-9_]*|(?:https?|ftp|all|no)_proxy))=("[^"\n]*"|'[^'\n]*'|[^\s"',\])]+)/gm,
    (all, before: string, name: string, value: string) =>
      openVariable.test(name) && !looksSecret(name, value) ? all : `${before}${name}=${removed}`,
  )
}

/** A card's: GPU-8d3f2a10-…, MIG-… */
const uuid = /^(?:[A-Z]+-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Long runs of letters and figures that nobody reads: tokens mostly. Digests and ids of containers (64 hex) and of cards stay. */
function withoutBlobs(text: string): string {
  return text.replace(/(?<![\w/+.-])[A-Za-z0-9_+/-]{32,}={0,2}(?![\w/+-])/g, (blob) => {
    if (/^[0-9a-f]{64}$/.test(blob) || uuid.test(blob)) return blob
    const hex = /^[0-9a-f]+$/i.test(blob)
    const mixed =
      /[0-9]/.test(blob) && /[a-z]/.test(blob) && /[A-Z]/.test(blob) && !/[/-][a-z]+[/-]/.test(blob)
    return hex || mixed ? removed : blob
  })
}

function withoutPersons(text: string, { home, userName, hostName }: Persons): string {
  let told = text
  if (home.length > 1) told = told.replaceAll(new RegExp(`${escape(home)}(?=[/\\\\]|[^\\w.-]|$)`, 'g'), '~')
  told = told.replace(/(\/(?:home|Users)\/)[^/\s'":,]+/g, '$1<user>')
  told = told.replace(/\b([A-Za-z]:\\+Users\\+)[^\\\s'":,]+/g, '$1<user>')
  if (userName.length > 1 && userName !== 'root') told = replaceWord(told, userName, '<user>')
  if (hostName.length > 1 && hostName !== 'localhost') told = replaceWord(told, hostName, '<host>')
  return told
}

function replaceWord(text: string, word: string, by: string): string {
  return text.replace(new RegExp(`(?<![\\w<])${escape(word)}(?![\\w>])`, 'g'), by)
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

export function redact(text: string, persons: Persons): string {
  let told = text
  for (const [pattern, replacement] of rules) {
    told =
      typeof replacement === 'string'
        ? told.replace(pattern, replacement)
        : told.replace(pattern, replacement)
  }
  return withoutPersons(withoutBlobs(withoutVariables(told)), persons)
}
