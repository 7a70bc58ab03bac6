// Figures as people of the language write them; every figure keeps its unit.
import type { Language } from './text'

export type Format = ReturnType<typeof createFormat>

const decimalUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

type Scaled = { amount: number; unit: string }

function scale(bytes: number, base: number): Scaled {
  let amount = Math.max(0, bytes)
  let step = 0
  // 999.95 of a unit would be drawn as 1000: it is one of the next.
  while (amount >= base * 0.9995 && step < decimalUnits.length - 1) {
    amount /= base
    step += 1
  }
  return { amount, unit: decimalUnits[step] ?? 'B' }
}

export function createFormat(language: Language) {
  const zh = language === 'zh-CN'
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })

  const clockToday = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
  const clockNear = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', month: 'short', day: 'numeric' })

  const draw = ({ amount, unit }: Scaled) =>
    `${amount >= 100 || unit === 'B' ? whole.format(amount) : tenths.format(amount)} ${unit}`

  /** 12 s, 3 min, 2 h 5 min, 4 d: at most two units. */
  function duration(seconds: number): string {
    const total = Math.max(0, Math.round(seconds))
    const [d, h, min, s] = zh ? [' 天', ' 小时', ' 分钟', ' 秒'] : [' d', ' h', ' min', ' s']
    if (total < 60) return `${total}${s}`
    if (total < 600 && total % 60 !== 0) return `${Math.floor(total / 60)}${min} ${total % 60}${s}`
    const minutes = Math.round(total / 60)
    if (minutes < 60) return `${minutes}${min}`
    if (minutes < 24 * 60) {
      const rest = minutes % 60
      return rest === 0 ? `${minutes / 60}${h}` : `${Math.floor(minutes / 60)}${h} ${rest}${min}`
    }
    const hours = Math.round(minutes / 60)
    return hours % 24 === 0 ? `${hours / 24}${d}` : `${Math.floor(hours / 24)}${d} ${hours % 24}${h}`
  }

  /** '3 minutes ago', '2 days ago'; `now` is given so that tests own their time. */
  function ago(at: number, now: number): string {
    const seconds = Math.round((at - now) / 1000)
    const size = Math.abs(seconds)
    if (size < 45) return zh ? '刚刚' : 'just now'
    if (size < 2700) return relative.format(Math.round(seconds / 60), 'minute')
    if (size < 79_200) return relative.format(Math.round(seconds / 3600), 'hour')
    if (size < 2_592_000) return relative.format(Math.round(seconds / 86_400), 'day')
    if (size < 31_536_000) return relative.format(Math.round(seconds / 2_592_000), 'month')
    return relative.format(Math.round(seconds / 31_536_000), 'year')
  }

  /** '6:00 PM' today, 'Wed 8:00 AM' within a week, the whole date beyond. */
  function clock(at: number, now: number): string {
    if (new Date(at).toDateString() === new Date(now).toDateString()) return clockToday.format(at)
    return Math.abs(at - now) < 6 * 86_400_000 ? clockNear.format(at) : moment.format(at)
  }

  return {
    language,
    number: (value: number) => tenths.format(value),
    whole: (value: number) => whole.format(value),
    /** `ratio` from 0 to 1: '61%' */
    percent: (ratio: number) => `${whole.format(Math.round(ratio * 100))}%`,
    /** Disk and downloads, powers of 1000 as registries and docker count them: '3.9 GB' */
    bytes: (bytes: number) => draw(scale(bytes, 1000)),
    /** RAM, shm and VRAM, powers of 1024 as makers print them on the card: '80 GB' */
    memory: (bytes: number) => draw(scale(bytes, 1024)),
    /** nvidia-smi's MiB, as memory: 81920 is '80 GB' */
    mebibytes: (mebibytes: number) => draw(scale(mebibytes * 2 ** 20, 1024)),
    /** '38 MB/s' */
    speed: (bytesPerSecond: number) => `${draw(scale(bytesPerSecond, 1000))}/s`,
    duration,
    ago,
    moment: (at: number) => moment.format(at),
    clock,
    /** 'Wednesday, Nov 25' */
    day: (at: number) => day.format(at),
    /** '~/work/vision' for people; the path itself stays what it is. */
    path: (path: string, home: string) =>
      home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path,
  }
}
