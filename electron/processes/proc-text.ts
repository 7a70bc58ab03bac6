// Reads the text of /proc/<pid>/{stat,status,cmdline} (proc(5)). Pure.

export type Stat = {
  name: string
  /** 'R', 'S', 'Z' … */
  state: string
  parent: number
  session: number
  kernelThread: boolean
  threads: number
  /** Clock ticks after boot: with the pid it names the process for ever. */
  startTicks: number
}

/** PF_KTHREAD of the kernel's include/linux/sched.h. */
const kernelThreadFlag = 0x0020_0000

/** The name stands in parentheses and may itself hold parentheses, spaces and line feeds. */
export function parseStat(text: string): Stat | null {
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  if (open === -1 || close < open) return null
  const fields = text
    .slice(close + 2)
    .trim()
    .split(' ')
  const number = (field: number): number => Number(fields[field - 3])
  const [parent, session, flags, threads, startTicks] = [4, 6, 9, 20, 22].map(number)
  const all = [parent, session, flags, threads, startTicks]
  if (!all.every((each): each is number => each !== undefined && Number.isInteger(each))) return null
  return {
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parent: parent ?? 0,
    session: session ?? 0,
    kernelThread: ((flags ?? 0) & kernelThreadFlag) !== 0,
    threads: threads ?? 0,
    startTicks: startTicks ?? 0,
  }
}

/** The effective uid: whose the process is, as ps says it. */
export function parseUid(status: string): number | null {
  const uid = /^Uid:\t\d+\t(\d+)\t/m.exec(status)?.[1]
  return uid === undefined ? null : Number(uid)
}

export function parseArguments(cmdline: string): string[] {
  const text = cmdline.endsWith('\0') ? cmdline.slice(0, -1) : cmdline
  return text === '' ? [] : text.split('\0')
}

/** Every kernel is started with the path of its connection file: `kernel-<id>.json` (Jupyter's kernel specs, {connection_file}). */
export function kernelIdIn(args: readonly string[]): string | null {
  for (const argument of args) {
    const id = /(?:^|[/\\=])kernel-([0-9a-f-]{8,64})\.json$/i.exec(argument)?.[1]
    if (id !== undefined) return id.toLowerCase()
  }
  return null
}

/** Seconds of the epoch at which the machine started, in /proc/stat. */
export function parseBootTime(stat: string): number | null {
  const seconds = /^btime (\d{1,12})$/m.exec(stat)?.[1]
  return seconds === undefined ? null : Number(seconds)
}
