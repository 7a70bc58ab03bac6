import type { Explanation } from '../../shared/model/explanations'
import { useLanguage, useText } from '../i18n'
import { CommandLines } from './command-line'
import { text } from './text'
import './explanation-view.css'

/** What a raw text means and what mends it. What nobody has seen proved is worded as advice. */
export function ExplanationView(props: { explanation: Explanation; withoutCause?: boolean }) {
  const words = useText(text).explained
  const language = useLanguage()
  const { cause, steps, verified } = props.explanation
  const inWords = (both: { en: string; zhCN: string }) => (language === 'zh-CN' ? both.zhCN : both.en)
  return (
    <section className="ui-explanation">
      {props.withoutCause !== true && (
        <p>
          <span className="ui-strong">{verified ? words.cause : words.causeMaybe} </span>
          {inWords(cause)}
        </p>
      )}
      <div className="ui-explanation-title">{verified ? words.fix : words.fixMaybe}</div>
      <ul className="ui-explanation-steps">
        {steps.map(({ command, words: said }) => (
          <li key={`${command ?? ''} ${said.en}`}>
            {said.en !== '' && <p>{inWords(said)}</p>}
            {command !== null && <CommandLines commands={[command]} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
