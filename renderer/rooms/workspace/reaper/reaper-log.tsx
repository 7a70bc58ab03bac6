import type { ReaperState } from '../../../../shared/contract/reaper'
import { useFormat, useText } from '../../../i18n'
import { text } from './text'

type ReaperLogProps = { entries: ReaperState['log']; now: number }

/** What it did here, the newest first; kept over restarts. */
export function ReaperLog({ entries, now }: ReaperLogProps) {
  const words = useText(text)
  const format = useFormat()
  return (
    <section className="ui-stack reaper-log-part">
      <h3 className="reaper-heading">{words.log}</h3>
      {entries.length === 0 ? (
        <p className="ui-faint ui-small">{words.logEmpty}</p>
      ) : (
        <ol className="reaper-log" aria-label={words.log} tabIndex={0}>
          {entries.map(({ at, notebook, memoryMiB, outcome, detail }, index) => (
            <li key={`${at} ${index}`}>
              <span className="ui-faint" title={format.moment(at)}>
                {format.ago(at, now)}
              </span>
              <span className="ui-truncate" title={notebook ?? ''}>
                {notebook ?? words.noNotebook}
              </span>
              <span className="ui-muted ui-number">{format.mebibytes(memoryMiB)}</span>
              <span>{words.outcomes[outcome]}</span>
              {detail !== '' && <code className="reaper-detail ui-faint">{detail}</code>}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
