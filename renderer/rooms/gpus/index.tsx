// The GPU room: every card as an instrument, who holds it, and what to do when the driver does not answer.
import { useState } from 'react'
import { FlaskConical } from 'lucide-react'
import { useText } from '../../i18n'
import { latest, openWorkspace, useContainers, useGpus } from '../../state'
import { Badge, ChipGroup, Page, PageHeader } from '../../ui'
import { CardGrid } from './card-grid'
import { AbsentFace, FailedFace, LookingFace } from './faces'
import { text } from './text'
import { useGpuHistory } from './use-history'
import './gpus.css'

const ranges = ['1', '5', '15'] as const
type Range = (typeof ranges)[number]

export function GpusRoom() {
  const words = useText(text)
  const state = latest(useGpus()) ?? { is: 'looking' as const }
  const containers = latest(useContainers()) ?? []
  const history = useGpuHistory(state)
  const [range, setRange] = useState<Range>('15')
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
                  chips={ranges.map((key) => ({ key, label: words.minutes(Number(key)) }))}
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
          minutes={Number(range)}
          onOpen={({ containerId, name }) => openWorkspace({ containerId, name })}
        />
      )}
    </Page>
  )
}
