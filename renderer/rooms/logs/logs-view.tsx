import { useState } from 'react'
import { useText } from '../../i18n'
import { latest, useContainers } from '../../state'
import { Button, RefusalView, Skeleton } from '../../ui'
import { OpenLog } from './open-log'
import { text } from './text'
import { everything, useLog } from './use-log'
import type { Filter } from './sieve'
import './logs.css'
import './log-lines.css'

/** What a container wrote to its output, live. */
export function LogsView({ containerId }: { containerId: string }) {
  const words = useText(text)
  const [filter, setFilter] = useState<Filter>(everything)
  const { log, session } = useLog(containerId, filter)
  const name = latest(useContainers())?.find(({ id }) => id === containerId)?.name
  if (log.phase.is === 'refused')
    return (
      <div className="log-view log-view--note">
        <RefusalView
          refusal={log.phase.refusal}
          onAction={{ retry: session.again }}
          extra={
            <Button size="sm" onPress={session.again}>
              {words.again}
            </Button>
          }
        />
      </div>
    )
  if (log.phase.is === 'opening')
    return (
      <div className="log-view log-view--note" aria-busy aria-label={words.opening}>
        <Skeleton />
      </div>
    )
  return (
    <OpenLog
      key={containerId}
      label={words.log(name ?? containerId.slice(0, 12))}
      {...{ containerId, log, session, filter }}
      onFilter={setFilter}
    />
  )
}
