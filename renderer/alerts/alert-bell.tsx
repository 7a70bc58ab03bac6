import { useEffect, useState } from 'react'
import { Bell } from 'lucide-react'
import type { Alert } from '../../shared/contract/alerts'
import { useText } from '../i18n'
import { latest, useAction, useAlerts, useClient } from '../state'
import { Button, Popover } from '../ui'
import { AlertList } from './alert-list'
import { AlertQuestion } from './alert-question'
import { text } from './text'
import { useWays } from './use-ways'
import './alerts.css'

/** In the status bar: how many alerts last, and their list. */
export function AlertBell() {
  const words = useText(text)
  const client = useClient()
  const alerts = latest(useAlerts()) ?? []
  const [asked, setAsked] = useState<Alert | null>(null)
  const waysOf = useWays(setAsked)
  const now = useMinutes()
  const dismiss = useAction((id: string) => client.alerts.dismiss({ id }))
  const dismissAll = useAction(() => client.alerts.dismissAll())
  const count = alerts.filter(({ endedAt, dismissed }) => endedAt === null && !dismissed).length
  return (
    <>
      <Popover
        label={words.title}
        panel={
          <AlertList
            alerts={alerts}
            now={now}
            waysOf={waysOf}
            onDismiss={(id) => void dismiss.run(id)}
            onDismissAll={() => void dismissAll.run()}
          />
        }
      >
        <Button
          size="sm"
          variant="ghost"
          className={count > 0 ? 'alert-bell alert-bell--some' : 'alert-bell'}
          aria-label={words.bell(count)}
          icon={<Bell size={13} aria-hidden />}
        >
          {count > 0 ? String(count) : null}
        </Button>
      </Popover>
      {asked !== null && <AlertQuestion alert={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

/** "3 minutes ago" need not be truer than that. */
function useMinutes(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
