import { asksFirst, type Verdict } from '../../../../shared/model/compatibility'
import { verdictSentence } from '../../../../shared/words/verdicts'
import { useLanguage, useText } from '../../../i18n'
import { latest, useCatalogue } from '../../../state'
import { Button, Dialog, Disclosure, RefusalView, Skeleton } from '../../../ui'
import { useGpuChoice, useLaunch } from '../use-launch'
import { ImageCheckSection } from './image-check'
import { closePreflight, usePreflightOpen, type Asked } from './preflight-open'
import { text } from './preflight.text'
import { Reasons } from './reasons'
import { Sizes } from './sizes'
import { useLook, useVerdicts } from './use-preflight'
import { VerdictBadge } from './verdict-line'

/** Once in the app: what an image costs and whether it runs, asked for, or asked before a launch goes on. */
export function PreflightDialog() {
  const asked = usePreflightOpen((state) => state.asked)
  return asked ? <Opened key={asked.image} asked={asked} /> : null
}

function Opened({ asked }: { asked: Asked }) {
  const words = useText(text)
  const launch = useLaunch()
  const gpus = useGpuChoice()
  const { answer, again } = useLook(asked.image)
  const known = useVerdicts([asked.image])?.[asked.image] ?? null
  const look = answer.is === 'here' ? answer.value : null
  const verdict = look?.verdict ?? known
  const asks = asksFirst(verdict, gpus)
  const entry = (latest(useCatalogue()) ?? []).find(({ image }) => image === asked.image)
  // Whoever launches before the answer is there has not been told yet: the launch asks by itself.
  const told = asks || answer.is !== 'waiting'
  const go = async (target: { image: string; entry: string }, sure: boolean) => {
    closePreflight()
    await launch.target(target, { sure })
  }
  return (
    <Dialog
      title={asked.launching && asks ? words.askTitle(asked.title) : asked.title}
      open
      size="lg"
      alert={asked.launching && asks}
      onClose={closePreflight}
      footer={
        <>
          <Button onPress={closePreflight}>{words.close}</Button>
          <Button
            variant={asks ? 'danger' : 'primary'}
            pending={launch.pending}
            onPress={() => void go({ image: asked.image, entry: asked.entry }, told)}
          >
            {asks ? words.launchAnyway : words.launch}
          </Button>
        </>
      }
    >
      <Headline verdict={verdict} image={asked.image} />
      {look && look.nearest.length > 0 && (
        <section className="ui-stack preflight-nearest">
          <h2>{words.nearest}</h2>
          <div className="ui-row ui-row--wrap">
            {look.nearest.map(({ id, title, image }, index) => (
              <Button
                key={id}
                variant={index === 0 ? 'primary' : 'secondary'}
                size="sm"
                onPress={() => void go({ image, entry: id }, true)}
              >
                {words.launchInstead(title)}
              </Button>
            ))}
          </div>
        </section>
      )}
      {answer.is === 'waiting' && <Waiting />}
      {look && <Sizes look={look} />}
      {answer.is === 'refused' && <RefusalView refusal={answer.refusal} onAction={{ retry: again }} />}
      {verdict && (
        <Disclosure title={words.reasons(verdict.reasons.length)} open={verdict.is !== 'runs'}>
          <Reasons reasons={verdict.reasons} />
        </Disclosure>
      )}
      {(look?.from === 'engine' || entry?.present) && <ImageCheckSection reference={asked.image} />}
    </Dialog>
  )
}

function Headline(props: { verdict: Verdict | null; image: string }) {
  const language = useLanguage()
  return (
    <div className="ui-stack preflight-head">
      <code className="ui-faint ui-small preflight-image">{props.image}</code>
      {props.verdict ? (
        <>
          <div>
            <VerdictBadge verdict={props.verdict} />
          </div>
          <p>{verdictSentence(props.verdict, language)}</p>
        </>
      ) : (
        <Skeleton width="60%" />
      )}
    </div>
  )
}

function Waiting() {
  const words = useText(text)
  return (
    <div className="preflight-sizes" role="status" aria-label={words.asking}>
      {[1, 2, 3].map((each) => (
        <div key={each}>
          <Skeleton width="60%" />
          <Skeleton width="80%" height={20} />
        </div>
      ))}
    </div>
  )
}
