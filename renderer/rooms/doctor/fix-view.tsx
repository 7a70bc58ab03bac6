import { ShieldCheck } from 'lucide-react'
import type { Fix } from '../../../shared/contract/doctor'
import { wordFix } from '../../../shared/words/doctor'
import { useLanguage, useText } from '../../i18n'
import { Button, CommandLines } from '../../ui'
import { text } from './text'

/** What mends it: in words, as commands to take away, and a button where Berth can do it. */
export function FixView(props: { fix: Fix; primary?: boolean; onApply: () => void }) {
  const words = useText(text)
  const language = useLanguage()
  const { fix } = props
  const { title, text: meaning, source = fix.source } = wordFix(fix.id, language)
  const can = fix.applies !== 'no' && fix.commands.length > 0
  return (
    <section className="doctor-fix">
      <p>
        <span className="ui-strong">{title}</span> <span className="ui-muted">{meaning}</span>
      </p>
      {fix.commands.length > 0 && <CommandLines commands={fix.commands} />}
      <div className="ui-row ui-row--wrap doctor-fix-foot">
        {can && (
          <>
            <Button
              size="sm"
              variant={props.primary === true ? 'primary' : 'secondary'}
              icon={<ShieldCheck size={13} aria-hidden />}
              aria-label={words.applyOf(title)}
              onPress={props.onApply}
            >
              {words.apply}
            </Button>
            <span className="ui-faint ui-small">{words.applyHint[fix.applies]}</span>
          </>
        )}
        {!can && fix.commands.length > 0 && <span className="ui-faint ui-small">{words.applyHint.no}</span>}
        <span className="ui-grow" />
        {source !== '' && <span className="ui-faint ui-small doctor-source">{words.source(source)}</span>}
      </div>
    </section>
  )
}
