// The GPU room: every card as an instrument, who holds it, and what to do when the driver does not answer.
import { useState } from 'react'
import { FlaskConical } from 'lucide-react'
import { ReserveDialog } from '../../claims'
import { useText } from '../../i18n'
import { latest, openWorkspace, useContainers, useGpus, useKept, useLeases, useProcesses } from '../../state'
import type { GpuUse } from '../../../shared/contract/processes'
import { Badge, ChipGroup, Page, PageHeader } from '../../ui'
import { CardGrid, unhurried } from './card-grid'
import { AbsentFace, FailedFace, LookingFace } from './faces'
import { text } from './text'
import { ProcessTable } from './processes/process-table'
import { Topology } from './topology'
import { useGpuHistory } from './use-history'
import './gpus.css'

const ranges = ['1', '5', '15', '1440'] as const
type Range = (typeof ranges)[number]

export function GpusRoom() {
  const words = useText(text)
  const state = latest(useGpus()) ?? { is: 'looking' as const }
  const containers = latest(useContainers()) ?? []
  const use = useKept(inSteps(latest(useProcesses()) ?? { is: 'looking' }))
  const leases = latest(useLeases()) ?? []
  const [reserving, setReserving] = useState<string | null>(null)
  const [range, setRange] = useState<Range>('15')
  const places = useKept(state.is === 'live' ? state.cards.map(({ uuid, index }) => ({ uuid, index })) : [])
  const history = useGpuHistory(state, range === '1440' ? 'day' : 'minutes')
  const live = state.is === 'live'
  const versions = live
    ? [words.driver(state.driver), ...(state.cuda === null ? [] : [words.cuda(state.cuda)])].join(' · ')
    : undefined
  return (
    <Page>
      <PageHeader
        title={words.title}
        {...(versions === undefined ? {} : { detail: versions })}
        {...(live
          ? {
              actions: (
                <ChipGroup
                  label={words.range}
                  chips={ranges.map((key) => ({
                    key,
                    label: key === '1440' ? words.day : words.minutes(Number(key)),
                  }))}
                  selected={range}
                  onSelect={setRange}
                />
              ),
            }
          : {})}
      />
      {live && state.simulated !== null && (
        <div>
          <Badge tone="warn" icon={<FlaskConical size={12} aria-hidden />}>
            {words.simulated(state.simulated)}
          </Badge>
        </div>
      )}
      {state.is === 'looking' && <LookingFace />}
      {state.is === 'absent' && <AbsentFace state={state} />}
      {state.is === 'failed' && <FailedFace state={state} />}
      {live && (
        <CardGrid
          state={state}
          history={history}
          containers={containers}
          use={use}
          leases={leases}
          minutes={Number(range)}
          onOpen={({ containerId, name }) => openWorkspace({ containerId, name })}
          onReserve={setReserving}
        />
      )}
      {live && <ProcessTable use={use} cards={places} now={unhurried(state.at)} />}
      {live && state.cards.length > 1 && <Topology />}
      {reserving !== null && <ReserveDialog environmentId={reserving} onClose={() => setReserving(null)} />}
    </Page>
  )
}

/** The processes seldom change; when they were read changes each time, and nobody reads that. */
function inSteps(use: GpuUse): GpuUse {
  return use.is === 'live' ? { ...use, at: unhurried(use.at) } : use
}
