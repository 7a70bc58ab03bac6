// The page's files: a URL's path to a file inside one folder, and never outside it.
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

type PageFile = { type: string; body: Buffer }

/** null when the path names no file of the page. `path` is a URL's pathname, still percent-encoded. */
export async function readPageFile(folder: string, path: string): Promise<PageFile | null> {
  const file = resolvePageFile(folder, path)
  if (file === null) return null
  try {
    return { type: types[extname(file)] ?? 'application/octet-stream', body: await readFile(file) }
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG')) return null
    throw error
  }
}

/** The file a path means, or null when it would lie outside the folder or cannot be decoded. */
export function resolvePageFile(folder: string, path: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null // a malformed percent sequence names nothing
  }
  // A backslash is a separator on Windows, and ':' a drive or a stream; our build makes neither.
  if (/[\0\\:]/.test(decoded) || !decoded.startsWith('/')) return null
  const root = normalize(folder + sep)
  const file = join(root, decoded === '/' ? 'index.html' : decoded)
  return file.startsWith(root) ? file : null
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
