// Where Chromium keeps its own: below the home where that can be written; else in a folder of this run, for nothing of it must last.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** On a home that cannot be written Chromium takes no lock, and Electron says that another Berth has it. */
export function profileFolder(home: string): string {
  try {
    mkdirSync(home, { recursive: true })
    // An access check says yes to root on a disk that is full or read-only.
    rmSync(mkdtempSync(join(home, 'may-write-')), { recursive: true })
    return home
  } catch {
    return mkdtempSync(join(tmpdir(), 'berth-profile-'))
  }
}
