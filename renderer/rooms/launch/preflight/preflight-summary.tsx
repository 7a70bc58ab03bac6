import type { Preflight } from '../../../../shared/contract/preflight'
import { useFormat, useRefusalWords, useText } from '../../../i18n'
import type { Answer } from '../../../state'
import { Skeleton } from '../../../ui'
import { openPreflight } from './preflight-open'
import { text } from './preflight.text'
import { VerdictLine } from './verdict-line'

/** The pre-flight of what somebody typed or chose, in three lines: verdict, why, and what the pull takes. */
export function PreflightSummary(props: {
  answer: Answer<Preflight | null>
  target: { image: string; entry: string; title: string }
}) {
  const words = useText(text)
  const { answer, target } = props
  if (answer.is === 'refused') return <Refused refusal={answer.refusal} />
  const look = answer.is === 'here' ? answer.value : null
  if (!look) {
    return (
      <div className="ui-stack preflight-summary" role="status" aria-label={words.asking}>
        <Skeleton width="34%" height={18} />
        <Skeleton width="76%" />
      </div>
    )
  }
  return (
    <div className="ui-stack preflight-summary">
      <VerdictLine
        verdict={look.verdict}
        title={target.title}
        onPress={() => openPreflight({ ...target, launching: false })}
      />
      <Cost look={look} />
    </div>
  )
}

function Cost({ look }: { look: Preflight }) {
  const words = useText(text).sizes
  const format = useFormat()
  if (look.from === 'engine') return <span className="ui-muted ui-small">{words.here}</span>
  if (!look.size) return <span className="ui-muted ui-small">{words.unknown}</span>
  const { downloadBytes, freeAfterBytes } = look.size
  const parts = [
    words.toDownload(format.bytes(downloadBytes)),
    freeAfterBytes === null
      ? null
      : freeAfterBytes < 0
        ? words.short(format.bytes(-freeAfterBytes))
        : words.left(format.bytes(freeAfterBytes)),
  ]
  return <span className="ui-muted ui-small">{parts.filter((part) => part !== null).join(' · ')}</span>
}

function Refused(props: { refusal: Extract<Answer<never>, { is: 'refused' }>['refusal'] }) {
  const { cause, next } = useRefusalWords(props.refusal)
  return (
    <p className="preflight-line preflight-line--warn" role="status">
      {cause} {next}
    </p>
  )
}
