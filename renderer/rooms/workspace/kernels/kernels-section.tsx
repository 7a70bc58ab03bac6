import { useState } from 'react'
import { PlugZap } from 'lucide-react'
import type { Container } from '../../../../shared/contract/containers'
import { useFormat, useText } from '../../../i18n'
import { latest, useKernels, useReaper } from '../../../state'
import { Skeleton } from '../../../ui'
import { useNow } from '../use-now'
import { KernelList } from './kernel-list'
import { KernelQuestion, type Question } from './kernel-question'
import { faceOf } from './rows'
import { text } from './text'
import { useKernelVerbs } from './use-kernel-verbs'
import './kernels.css'

/** The environment's kernels: which notebook holds what, and what may be done about it. */
export function KernelsSection({ container }: { container: Container }) {
  const words = useText(text)
  const format = useFormat()
  const said = latest(useKernels())
  const pending = latest(useReaper())?.pending ?? []
  const now = useNow()
  const [question, setQuestion] = useState<Question | null>(null)
  const verbs = useKernelVerbs(setQuestion)
  const face = faceOf(container.id, said, pending)
  const holds = face.is === 'rows' && face.gpuMemoryMiB > 0 ? face.gpuMemoryMiB : null
  return (
    <section className="ui-stack" aria-label={words.title}>
      <div className="ui-row">
        <h2 className="ui-grow">{words.title}</h2>
        {holds !== null && <span className="ui-small ui-muted">{words.vram(format.mebibytes(holds))}</span>}
      </div>
      {face.is === 'looking' && <Skeleton height={44} />}
      {face.is === 'silent' && (
        <p className="ui-muted ui-small kernel-silent" role="status">
          <PlugZap size={14} aria-hidden /> <span>{words.silent}</span>
        </p>
      )}
      {face.is === 'none' && <p className="ui-muted ui-small">{words.none}</p>}
      {face.is === 'rows' && <KernelList rows={face.rows} now={now} verbs={verbs} />}
      {question !== null && <KernelQuestion asked={question} onClose={() => setQuestion(null)} />}
    </section>
  )
}
