import type { Check, DoctorState } from '../../../shared/contract/doctor'
import { wordFix } from '../../../shared/words/doctor'
import { useLanguage, useText } from '../../i18n'
import { Button, Card, Spinner } from '../../ui'
import type { Asked } from './apply-dialog'
import { text } from './text'

/** A fix that goes on although nobody looks at it. */
export function FixingNotice(props: {
  fixing: NonNullable<DoctorState['fixing']>
  checks: Check[]
  onShow: (asked: Asked) => void
}) {
  const words = useText(text)
  const language = useLanguage()
  const { check, fix } = props.fixing
  return (
    <Card tone="accent" className="ui-row">
      <Spinner />
      <span className="ui-grow">{words.fixing(wordFix(fix, language).title)}</span>
      <Button size="sm" onPress={() => props.onShow({ check, fix })}>
        {words.show}
      </Button>
    </Card>
  )
}
