// What a mount would hand to a container of the machine it comes from, judged by where the path really leads. Pure.
import type { LaunchSpec } from '../launch-spec'

/** What a person must agree to first: an own home, other people's, keys, what runs at login, the engine's store, the system. */
export const mountRisks = ['home', 'homes', 'secrets', 'settings', 'engine-data', 'system', 'shared'] as const
export type MountRisk = (typeof mountRisks)[number]

export type PathJudgement =
  | { is: 'free' }
  | { is: 'asks'; why: MountRisk }
  /** Nobody is asked: root on the machine, the kernel's own files, and what Berth itself goes by. */
  | { is: 'refused'; why: 'engine-socket' | 'kernel' | 'berth' }

/** What is where on the machine that the paths are of; its own links followed. */
export type MountPlaces = {
  /** Windows and macOS take `/ETC` for `/etc`. */
  ignoresCase: boolean
  /** '' where it is another machine, of which nothing is known. */
  home: string
  otherHomes: readonly string[]
  /** Sockets of container engines, by their names and by where those lead. */
  sockets: readonly string[]
  /** Berth's own settings and state. */
  berth: readonly string[]
}

type Parts = readonly string[]

/** Dots as text, both kinds of slash, a drive as the first part. */
function partsOf(path: string, ignoresCase: boolean): Parts {
  const windows = /^[A-Za-z]:/.test(path)
  const parts: string[] = []
  for (const part of path.split(windows ? /[\\/]+/ : /\/+/)) {
    // Nothing is above a root, nor above a drive.
    if (part === '..') parts.length = Math.max(parts.length - 1, windows ? 1 : 0)
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return ignoresCase || windows ? parts.map((part) => part.toLowerCase()) : parts
}

const holds = (outer: Parts, inner: Parts) =>
  outer.length <= inner.length && outer.every((part, at) => part === inner[at])
const beside = (one: Parts, other: Parts) => holds(one, other) || holds(other, one)

/** Of several spellings of one path (as given, and where it leads) the worst counts. */
export function judgePath(spellings: readonly string[], places: MountPlaces): PathJudgement {
  const judged = spellings.map((path) => judgeOne(path, places))
  const worst = judged.find(({ is }) => is === 'refused') ?? judged.find(({ is }) => is === 'asks')
  return worst ?? { is: 'free' }
}

function judgeOne(text: string, places: MountPlaces): PathJudgement {
  // `//./pipe/docker_engine` and its kin are Windows' devices, whatever follows.
  if (/^[\\/]{2}[.?][\\/]/.test(text)) return { is: 'refused', why: 'engine-socket' }
  const { ignoresCase } = places
  const at = (path: string) => partsOf(path, ignoresCase)
  const path = at(text)
  if (places.sockets.some((socket) => holds(path, at(socket)))) return { is: 'refused', why: 'engine-socket' }
  if (kernel.some((place) => holds(at(place), path))) return { is: 'refused', why: 'kernel' }
  if (places.berth.some((place) => holds(at(place), path))) return { is: 'refused', why: 'berth' }
  const why = riskOf(path, places, at) ?? aboveBerth(path, places, at)
  return why === null ? { is: 'free' } : { is: 'asks', why }
}

const kernel = ['/proc', '/sys', '/dev']
/** Where homes are; somebody's home below them need not be in /etc/passwd (LDAP). */
const homes = ['/home', '/root', '/Users', 'C:/Users', '/var/home', '/export/home']
const stores = ['/var/lib/docker', '/var/lib/containerd', '/var/lib/containers']
const system = [
  ...[
    '/etc',
    '/boot',
    '/usr',
    '/bin',
    '/sbin',
    '/lib',
    '/lib32',
    '/lib64',
    '/libx32',
    '/var',
    '/efi',
    '/nix',
    '/snap',
  ],
  ...['/System', '/Library', '/private/etc', '/private/var', '/Applications'],
  ...['C:/Windows', 'C:/Program Files', 'C:/Program Files (x86)', 'C:/ProgramData'],
  // Docker Desktop's and WSL's ways to the whole of Windows.
  ...['/host_mnt', '/mnt/wsl', '/mnt/wslg'],
]
/** Sockets and files of all programs and all users. */
const shared = ['/run', '/tmp/.X11-unix', '/tmp/.ICE-unix']
/** In those, but anybody's own. */
const exempt = ['/var/tmp', '/run/media', '/private/var/folders', '/private/var/tmp']
const temporary = [
  '/tmp',
  '/var/tmp',
  '/private/tmp',
  '/private/var/tmp',
  '/private/var/folders',
  '/run/media',
]

/** In a home. A token lies beside the models of Hugging Face; the models themselves (`hub`) are what people mount. */
const keys = [
  ...[
    '.ssh',
    '.gnupg',
    '.aws',
    '.kube',
    '.docker',
    '.azure',
    '.netrc',
    '.git-credentials',
    '.password-store',
  ],
  ...['.config/gcloud', '.config/gh', '.local/share/keyrings', '.mozilla', 'Library', 'AppData'],
  ...['.cache/huggingface/token', '.cache/huggingface/stored_tokens'],
]
/** Wherever they lie. */
const keyFolders = ['.ssh', '.gnupg', '.aws', '.kube']

function riskOf(path: Parts, places: MountPlaces, at: (path: string) => Parts): MountRisk | null {
  const within = (list: readonly string[]) => list.some((place) => holds(at(place), path))
  const touches = (list: readonly string[]) => list.some((place) => beside(at(place), path))
  const isRoot = path.length === 0 || (path.length === 1 && /^[a-z]:$/i.test(path[0] ?? ''))
  if (isRoot || (path.length === 2 && path[0] === 'mnt' && /^[a-z]$/i.test(path[1] ?? ''))) return 'system'
  if (touches(stores)) return 'engine-data'
  const home = at(places.home)
  // A service's account has `/` for a home.
  const known = home.length > 0
  const inHome = known && holds(home, path)
  if (inHome && path.length === home.length) return 'home'
  if (keyFolders.some((name) => path.includes(name))) return 'secrets'
  if (inHome) return inOwnHome(path.slice(home.length), at)
  if (touches(places.otherHomes) || (known && holds(path, home))) return 'homes'
  const above = homes.map(at).find((place) => beside(place, path))
  // Of another machine it is not known whose home is whose: a folder well inside one may be the person's own.
  if (above && (known || path.length < above.length + 2 || path[above.length + 1]?.startsWith('.')))
    return 'homes'
  if (temporary.some((place) => same(at(place), path))) return 'shared'
  if (within(exempt)) return null
  if (touches(shared) || (path[0] === 'tmp' && /^(ssh-|systemd-private)/.test(path[1] ?? ''))) return 'shared'
  return touches(system) ? 'system' : null
}

const same = (one: Parts, other: Parts) => one.length === other.length && holds(one, other)

/** A hidden file of a home is a program's settings, and some of them run at the next login; a cache is only that. */
function inOwnHome(rest: Parts, at: (path: string) => Parts): MountRisk | null {
  if (keys.some((place) => beside(at(place), rest))) return 'secrets'
  const [first = ''] = rest
  return (first.startsWith('.') && first !== '.cache') || first === 'bin' ? 'settings' : null
}

function aboveBerth(path: Parts, { berth }: MountPlaces, at: (path: string) => Parts): MountRisk | null {
  return berth.some((place) => holds(path, at(place))) ? 'settings' : null
}

/** Both as a system writes them. */
export const holdsPath = (outer: string, inner: string): boolean =>
  holds(partsOf(outer, false), partsOf(inner, false))

export type WantedPath = { path: string; readOnly: boolean }

/** All folders of the host that a launch mounts; each once. */
export function wantedPaths({
  projectFolder,
  mounts,
}: Pick<LaunchSpec, 'projectFolder' | 'mounts'>): WantedPath[] {
  const all = [
    { path: projectFolder, readOnly: false },
    ...mounts.map(({ source, readOnly }) => ({ path: source, readOnly })),
  ]
  return all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at)
}

export function judgedPath<P extends WantedPath>(
  { paths }: { paths: readonly P[] },
  wanted: WantedPath,
): P | undefined {
  return paths.find((each) => isSame(each, wanted))
}

const isSame = (one: WantedPath, other: WantedPath) =>
  one.path === other.path && one.readOnly === other.readOnly
