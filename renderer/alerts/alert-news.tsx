import { useEffect, useRef, useState } from 'react'
import type { Alert } from '../../shared/contract/alerts'
import { wordAlert } from '../../shared/words/alerts'
import { useLanguage } from '../i18n'
import { latest, useAlerts } from '../state'
import { showToast } from '../ui'
import { toneOf } from './alert-list'
import { AlertQuestion } from './alert-question'
import { useWays } from './use-ways'

/** Tells of each alert once, when it begins; what lasted before this page opened waits in the bell. */
export function AlertNews() {
  const language = useLanguage()
  const alerts = latest(useAlerts())
  const [asked, setAsked] = useState<Alert | null>(null)
  const waysOf = useWays(setAsked)
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (alerts === null) return
    const first = known.current === null
    known.current ??= new Set()
    for (const alert of alerts) {
      const key = `${alert.id} ${alert.since}`
      if (known.current.has(key)) continue
      known.current.add(key)
      if (first || alert.endedAt !== null || alert.dismissed) continue
      const { title, text } = wordAlert(alert, language)
      const [way] = waysOf(alert)
      showToast({
        tone: toneOf(alert.kind),
        title,
        text,
        milliseconds: 20_000,
        ...(way === undefined ? {} : { action: { label: way.label, run: way.run } }),
      })
    }
  }, [alerts, language, waysOf])
  if (asked === null) return null
  return <AlertQuestion alert={asked} onClose={() => setAsked(null)} />
}
