import { useState } from 'react'
import { TriangleAlert } from 'lucide-react'
import type { GpuState } from '../../../shared/contract/gpus'
import type { Plan } from '../../../shared/contract/launch'
import { useFormat, useText } from '../../i18n'
import { Button } from '../../ui'
import { freeMiB } from './cards'
import { text } from './text'

type GpuSentenceProps = { state: GpuState | null; plan: Plan | null; onDetails: () => void }

/** Which cards the choice means now, or why it means none; and a word of warning where one of them is reserved. */
export function GpuSentence({ state, plan, onDetails }: GpuSentenceProps) {
  const words = useText(text).gpus
  const format = useFormat()
  const [now] = useState(() => Date.now())
  if (state === null || state.is === 'looking') return <p className="ui-small ui-faint">{words.looking}</p>
  if (state.is === 'absent') return <p className="ui-muted">{words.absent}</p>
  if (state.is === 'failed') {
    return (
      <div className="ui-row launch-gpu-trouble">
        <TriangleAlert size={14} aria-hidden />
        <span>{words.failed}</span>
        <Button size="sm" variant="ghost" onPress={onDetails}>
          {words.details}
        </Button>
      </div>
    )
  }
  // What stands in the way is told below, with its way out.
  if (!plan || plan.problems.length > 0) return <p className="ui-small ui-faint launch-sentence"> </p>
  if (plan.gpus.length === 0) return <p className="ui-small ui-faint launch-sentence">{words.onCpu}</p>
  const few = plan.gpus.length <= 2
  const nameOf = (uuid: string) => {
    const card = state.cards.find((each) => each.uuid === uuid)
    return card === undefined ? uuid : words.card(card.index)
  }
  const named = plan.gpus.map(({ uuid }) => {
    const card = state.cards.find((each) => each.uuid === uuid)
    const free = card === undefined ? null : freeMiB(card)
    return few && free !== null ? words.cardFree(nameOf(uuid), format.mebibytes(free)) : nameOf(uuid)
  })
  const reserved = plan.gpus.flatMap(({ uuid, reserved: by }) => (by === null ? [] : [{ uuid, ...by }]))
  return (
    <>
      <p className="ui-small ui-faint launch-sentence">{words.willUse(named.join(words.and))}</p>
      {reserved.length > 0 && (
        <p className="ui-small launch-reserved" role="status">
          <TriangleAlert size={13} aria-hidden />
          <span>
            {words.takesReserved(
              reserved.map(({ uuid }) => nameOf(uuid)).join(words.and),
              [...new Set(reserved.map(({ holder }) => holder))].join(words.and),
              format.clock(Math.max(...reserved.map(({ until }) => until)), now),
            )}
          </span>
        </p>
      )}
    </>
  )
}
