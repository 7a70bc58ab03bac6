import { useMemo, useState } from 'react'
import { CircleAlert, CircleCheck, FlaskConical } from 'lucide-react'
import type { ImageCheck } from '../../../../shared/contract/preflight'
import { explain } from '../../../../shared/model/explanations'
import { useFormat, useText } from '../../../i18n'
import { useAction, useAnswer, useClient } from '../../../state'
import { Button, CodeBlock, Disclosure, ExplanationView, RefusalView } from '../../../ui'
import { text } from './preflight.text'

/** What an image that is here really does on this machine: asked for by a person, kept until the next time. */
export function ImageCheckSection({ reference }: { reference: string }) {
  const words = useText(text).check
  const client = useClient()
  const { answer } = useAnswer(`last check ${reference}`, (signal) =>
    client.preflight.lastCheck({ reference }, { signal }),
  )
  const [made, setMade] = useState<ImageCheck | null>(null)
  const check = useAction(async () => setMade(await client.preflight.check({ reference })), {
    tell: 'inline',
  })
  const shown = made ?? (answer.is === 'here' ? answer.value : null)
  return (
    <section className="ui-stack preflight-check" aria-label={words.title}>
      <div className="ui-row">
        <div className="ui-grow">
          <h2>{words.title}</h2>
          <p className="ui-muted ui-small">{shown ? words.again : words.text}</p>
        </div>
        <Button
          icon={<FlaskConical size={14} aria-hidden />}
          pending={check.pending}
          onPress={() => void check.run()}
        >
          {words.run}
        </Button>
      </div>
      {check.state.is === 'refused' && <RefusalView refusal={check.state.refusal} />}
      {shown && <Result check={shown} />}
    </section>
  )
}

function Result({ check }: { check: ImageCheck }) {
  const words = useText(text).check
  const format = useFormat()
  const facts = [
    check.torch === null ? null : `PyTorch ${check.torch}`,
    check.cuda === null ? null : `CUDA ${check.cuda}`,
    words.took(`${format.number(check.seconds)} s`),
    format.moment(check.at),
  ].filter((fact) => fact !== null)
  const failed = check.by === 'nothing' || check.cards.some(({ error }) => error !== '')
  const said = [...check.cards.map(({ error }) => error), check.raw].join('\n')
  const explanation = useMemo(() => (failed ? explain(said) : null), [failed, said])
  return (
    <div className="preflight-result">
      <p>
        <span className="ui-strong">{words.by[check.by]}</span>{' '}
        <span className="ui-muted">{facts.join(' · ')}</span>
      </p>
      {check.cards.length === 0 && <p className="ui-muted">{words.noCards}</p>}
      <ul>
        {check.cards.map((card, index) => (
          <li key={`${index} ${card.name}`} className="preflight-card">
            {card.error === '' ? (
              <CircleCheck size={15} className="preflight-card-good" aria-label={words.good} />
            ) : (
              <CircleAlert size={15} className="preflight-card-bad" aria-label={words.bad} />
            )}
            <span className="ui-grow">
              {card.name}
              {card.capability !== null && (
                <span className="ui-faint"> · {words.capability(card.capability)}</span>
              )}
            </span>
            <span className={card.error === '' ? 'ui-muted' : 'preflight-card-bad'}>
              {card.error !== ''
                ? card.error
                : card.productSeconds === null
                  ? words.seen
                  : words.product(`${format.number(card.productSeconds * 1000)} ms`)}
            </span>
          </li>
        ))}
      </ul>
      {explanation && <ExplanationView explanation={explanation} />}
      {check.raw !== '' && (
        <Disclosure title={words.raw}>
          <CodeBlock code={check.raw} wrap label={words.raw} />
        </Disclosure>
      )}
    </div>
  )
}
