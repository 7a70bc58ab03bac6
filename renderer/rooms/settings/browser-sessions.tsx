import { useState } from 'react'
import type { BrowserSession } from '../../../shared/contract/sessions'
import { useFormat, useText } from '../../i18n'
import { latest, useAction, useClient, useSessions } from '../../state'
import { Badge, Button, ConfirmDialog, showToast, StatusDot } from '../../ui'
import { Section } from './section'
import { text } from './browser-sessions.text'

/** Who else is in, where Berth is served to browsers; the desktop app has no such list, and shows nothing. */
export function BrowserSessions() {
  const words = useText(text)
  const client = useClient()
  const sessions = latest(useSessions()) ?? []
  const [leaving, setLeaving] = useState<string | null>(null)
  const revoke = useAction((id: string) => client.sessions.revoke({ id }))
  const revokeOthers = useAction(async () => {
    const { revoked } = await client.sessions.revokeOthers()
    showToast({ tone: 'good', title: words.done(revoked) })
  })
  const own = useAction(
    // The answer to this call is the end of the connection: see SignedOut.
    (id: string) => client.sessions.revoke({ id }).catch(() => undefined),
  )
  if (sessions.length === 0) return null
  return (
    <Section title={words.title}>
      {sessions.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          onEnd={() => (session.mine ? setLeaving(session.id) : void revoke.run(session.id))}
        />
      ))}
      <div className="settings-row">
        <div className="ui-faint ui-small">{words.hint}</div>
        <div className="settings-control">
          <Button
            isDisabled={sessions.every(({ mine }) => mine)}
            pending={revokeOthers.pending}
            onPress={() => void revokeOthers.run()}
          >
            {words.revokeOthers}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        title={words.leaveTitle}
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        confirm={words.leave}
        tone="primary"
        onConfirm={async () => leaving !== null && (await own.run(leaving)).is === 'done'}
      >
        <p>{words.leaveText}</p>
      </ConfirmDialog>
    </Section>
  )
}

function SessionRow({ session, onEnd }: { session: BrowserSession; onEnd: () => void }) {
  const words = useText(text)
  const format = useFormat()
  const { mine, connected, address } = session
  const browser = session.browser === '' ? words.nameless : session.browser
  const where = isLoopback(address) ? words.near : address
  return (
    <div className="settings-own settings-own--worded" role="group" aria-label={browser}>
      <StatusDot tone={connected ? 'good' : 'neutral'} hollow={!connected} />
      <div className="ui-grow">
        <div className="ui-row settings-label">
          <bdi className="ui-truncate">{browser}</bdi>
          {mine && <Badge tone="accent">{words.mine}</Badge>}
        </div>
        <div className="ui-faint ui-small settings-wrap">
          {[
            where,
            words.since(format.moment(session.since), session.by),
            connected ? words.now : words.seen(format.moment(session.lastSeen)),
          ].join(' · ')}
        </div>
      </div>
      <Button size="sm" onPress={onEnd} aria-label={mine ? words.leave : words.revokeOf(browser)}>
        {mine ? words.leave : words.revoke}
      </Button>
    </div>
  )
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
