import { useMemo } from 'react'
import { explain } from '../../shared/model/explanations'
import { useText } from '../i18n'
import { Button } from './button'
import { useErrorHelp } from './error-help'
import { ExplanationView } from './explanation-view'
import { text } from './text'

/** What a raw text means, where the table knows it; nothing where it does not. */
export function ExplainedText(props: { raw: string }) {
  const words = useText(text).explained
  const help = useErrorHelp()
  const explanation = useMemo(() => explain(props.raw), [props.raw])
  if (!explanation) return null
  const { check } = explanation
  return (
    <div className="ui-stack">
      <ExplanationView explanation={explanation} />
      {help && check !== null && (
        <div>
          <Button size="sm" onPress={() => help.openDoctor(check)}>
            {words.doctor}
          </Button>
        </div>
      )}
    </div>
  )
}
