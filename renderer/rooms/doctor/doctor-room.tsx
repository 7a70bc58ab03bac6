import { useEffect, useState, type ReactNode } from 'react'
import { FileSearch, RotateCw } from 'lucide-react'
import type { CheckId } from '../../../shared/contract/doctor'
import { openDiagnostics } from '../../diagnostics'
import { useFormat, useText } from '../../i18n'
import { latest, navigate, useAction, useClient, useDoctor } from '../../state'
import { Button, Page, PageHeader, RefusalView } from '../../ui'
import { ApplyDialog, type Asked } from './apply-dialog'
import { AttentionCard } from './attention-card'
import { CheckGroups } from './check-groups'
import { isRunning, needingAttention, standingOf } from './findings'
import { FixingNotice } from './fixing-notice'
import { Summary } from './summary'
import { text } from './text'
import './doctor.css'

/** `lead` stands above everything: that no engine answers. `check` is the one somebody was sent here for. */
export function DoctorRoom(props: { lead?: ReactNode; check?: CheckId | undefined }) {
  const words = useText(text)
  const format = useFormat()
  const client = useClient()
  const watched = useDoctor()
  const state = latest(watched)
  const [asked, setAsked] = useState<Asked | null>(null)
  const run = useAction((check: CheckId | null) => client.doctor.run({ check }))
  useGoingTo(props.check, state !== null)
  const checks = state?.checks ?? []
  const ask = (wanted: Asked) => {
    // An engine that answers again must not take the room away from whoever watches its fix.
    navigate({ room: 'doctor' })
    setAsked(wanted)
  }
  const again = (check: CheckId) => void run.run(check)
  return (
    <Page width="wide">
      <PageHeader
        title={words.title}
        detail={state?.at ? words.checkedAt(format.moment(state.at)) : ''}
        actions={
          <>
            <Button icon={<FileSearch size={14} aria-hidden />} onPress={openDiagnostics}>
              {words.bundle}
            </Button>
            <Button
              variant="primary"
              icon={<RotateCw size={14} aria-hidden />}
              pending={isRunning(state)}
              onPress={() => void run.run(null)}
            >
              {words.again}
            </Button>
          </>
        }
      />
      {props.lead}
      {watched.is === 'lost' && !state && <RefusalView refusal={watched.refusal} />}
      {/* What stands above says already that something is wrong. */}
      {(watched.is !== 'lost' || state) && !(props.lead && standingOf(state) === 'problems') && (
        <Summary state={state} />
      )}
      {state?.fixing?.exitCode === null && asked === null && (
        <FixingNotice fixing={state.fixing} onShow={setAsked} checks={checks} />
      )}
      {needingAttention(checks).map((check) => (
        <AttentionCard
          key={check.id}
          check={check}
          onApply={(fix) => ask({ check: check.id, fix })}
          onAgain={() => again(check.id)}
        />
      ))}
      <CheckGroups checks={checks} waiting={state === null} onAgain={again} />
      {asked !== null && <ApplyDialog asked={asked} state={state} onClose={() => setAsked(null)} />}
    </Page>
  )
}

/** Brings the check into view that an error notice pointed at; once. */
function useGoingTo(check: CheckId | undefined, here: boolean) {
  useEffect(() => {
    if (check === undefined || !here) return
    document.getElementById(`doctor-${check}`)?.scrollIntoView({ block: 'center' })
  }, [check, here])
}
