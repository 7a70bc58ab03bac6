import { useState } from 'react'
import { MoreHorizontal } from 'lucide-react'
import type { Card } from '../../../../shared/contract/gpus'
import type { GpuUse } from '../../../../shared/contract/processes'
import { useFormat, useText } from '../../../i18n'
import {
  Explained,
  HeaderCell,
  IconButton,
  Menu,
  SearchField,
  Skeleton,
  SortHeader,
  Table,
} from '../../../ui'
import { useOwnerWords } from './owner-words'
import { ProcessQuestion, type Question } from './process-question'
import { found, rowsOf, sorted, type ProcessColumn, type ProcessRow, type ProcessSort } from './rows'
import { colourOf } from './shares'
import { text } from './text'
import { useProcessVerbs } from './use-process-verbs'
import './processes.css'

const columns: readonly ProcessColumn[] = ['card', 'memory', 'owner', 'notebook', 'pid', 'user', 'command']
const numbers: readonly ProcessColumn[] = ['card', 'memory', 'pid']

type ProcessTableProps = { use: GpuUse; cards: readonly Pick<Card, 'uuid' | 'index'>[]; now: number }

/** Every process that holds GPU memory, and what may be done about it. */
export function ProcessTable({ use, cards, now }: ProcessTableProps) {
  const words = useText(text)
  const format = useFormat()
  const { ownerOf } = useOwnerWords()
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<ProcessSort>({ by: 'memory', down: true })
  const [question, setQuestion] = useState<Question | null>(null)
  if (use.is !== 'live')
    return (
      <Frame>
        {use.is === 'looking' ? <Skeleton height={72} /> : <p className="ui-muted">{words.unavailable}</p>}
      </Frame>
    )
  const all = rowsOf(use.processes, cards, ownerOf)
  const rows = sorted(found(all, search), sort)
  return (
    <Frame
      side={
        all.length > 0 ? (
          <>
            <span className="ui-faint ui-small">{words.busiest(format.whole(all.length))}</span>
            <SearchField
              label={words.search}
              placeholder={words.searchPlaceholder}
              clearLabel={words.clear}
              value={search}
              onChange={setSearch}
            />
          </>
        ) : null
      }
    >
      {all.length === 0 ? (
        <p className="ui-muted">{words.none}</p>
      ) : rows.length === 0 ? (
        <p className="ui-muted">{words.noMatch(search)}</p>
      ) : (
        <div className="gpu-processes">
          <Table
            label={words.title}
            head={
              <>
                {columns.map((column) => (
                  <SortHeader
                    key={column}
                    column={column}
                    sort={sort}
                    onSort={setSort}
                    number={numbers.includes(column)}
                  >
                    {words.columns[column]}
                  </SortHeader>
                ))}
                <HeaderCell unseen={words.actions} />
              </>
            }
          >
            {rows.map((row) => (
              <Row key={row.key} row={row} now={now} onAsk={setQuestion} />
            ))}
          </Table>
        </div>
      )}
      {question !== null && <ProcessQuestion question={question} onClose={() => setQuestion(null)} />}
    </Frame>
  )
}

function Frame(props: { side?: React.ReactNode; children: React.ReactNode }) {
  const words = useText(text)
  return (
    <section className="ui-stack" aria-label={words.title}>
      <div className="ui-row">
        <h2 className="ui-grow gpu-section">{words.title}</h2>
        {props.side}
      </div>
      {props.children}
    </section>
  )
}

function Row({ row, now, onAsk }: { row: ProcessRow; now: number; onAsk: (question: Question) => void }) {
  const words = useText(text)
  const format = useFormat()
  const { detailOf } = useOwnerWords()
  const entriesOf = useProcessVerbs(onAsk)
  const { process, memoryMiB } = row
  const detail = detailOf(process, now)
  const { owner } = process
  const colour =
    owner.is === 'container' ? colourOf(owner.containerId) : colourOf(`host/${process.user ?? ''}`)
  return (
    <tr>
      <td className="ui-number">{row.cards.join(', ')}</td>
      <td className="ui-number">
        {memoryMiB === null ? <Explained text={words.noFigure}>–</Explained> : format.mebibytes(memoryMiB)}
      </td>
      <td className="gpu-process-owner">
        <span className="gpu-process-name">
          <span
            className={`gpu-owner-dot gpu-owner-dot--${owner.is === 'unknown' ? 'rest' : colour}`}
            aria-hidden
          />
          <span className="ui-truncate" title={row.owner}>
            {row.owner}
          </span>
        </span>
        {detail !== '' && <span className="ui-faint ui-small gpu-process-detail">{detail}</span>}
      </td>
      <td className="gpu-process-notebook">
        <span className="ui-truncate" title={row.notebook}>
          {row.notebook !== ''
            ? row.notebook
            : owner.is === 'container' && owner.kernel !== null
              ? words.noNotebook
              : ''}
        </span>
      </td>
      <td className="ui-number">{process.pid}</td>
      <td>{process.user ?? '–'}</td>
      <td className="gpu-process-command">
        <code className="ui-truncate" title={process.command}>
          {process.command}
        </code>
      </td>
      <td>
        <Menu label={words.actionsOf(process.pid)} entries={entriesOf(process)}>
          <IconButton size="sm" quiet label={words.actionsOf(process.pid)}>
            <MoreHorizontal size={14} aria-hidden />
          </IconButton>
        </Menu>
      </td>
    </tr>
  )
}
