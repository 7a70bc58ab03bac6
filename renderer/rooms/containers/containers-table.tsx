import { useRef, useState, type KeyboardEvent } from 'react'
import type { Container, ContainerUsage } from '../../../shared/contract/containers'
import { useText } from '../../i18n'
import { HeaderCell, Skeleton, SortHeader, Table } from '../../ui'
import type { ContainerActions } from './actions'
import { ContainerRow } from './container-row'
import type { Column, Gpus, Order } from './rows'
import { text } from './text'
import { useSpan } from './window'

const rowHeight = 53
const unknownGpus: Gpus = { is: 'unknown' }

export type TableProps = {
  rows: Container[]
  usage: ReadonlyMap<string, ContainerUsage>
  gpus: ReadonlyMap<string, Gpus>
  home: string
  order: Order
  onOrder: (order: Order) => void
  actions: ContainerActions
  onDetails: (container: Container, tab: 'details' | 'logs') => void
  onRemove: (container: Container) => void
}

export function ContainersTable(props: TableProps) {
  const { rows, gpus, actions } = props
  const words = useText(text)
  const scroller = useRef<HTMLDivElement>(null)
  const span = useSpan(scroller, { count: rows.length, rowHeight })
  const [current, setCurrent] = useState('')
  const drawn = rows.slice(span.from, span.to)
  const tabbable = drawn.some((row) => row.id === current) ? current : drawn[0]?.id

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLTableRowElement)) return
    const id = event.target.dataset['id']
    const next = rows[rows.findIndex((row) => row.id === id) + step]
    if (!next) return
    event.preventDefault()
    setCurrent(next.id)
    const row = event.currentTarget.querySelector(`tr[data-id="${CSS.escape(next.id)}"]`)
    if (row instanceof HTMLElement) row.focus()
  }
  return (
    <div className="ct-scroll" ref={scroller} onKeyDown={onKeyDown}>
      <Table label={words.title} className="ct-table" head={<Head {...props} />}>
        {span.from > 0 && <Space rows={span.from} />}
        {drawn.map((container) => (
          <ContainerRow
            key={container.id}
            container={container}
            usage={props.usage.get(container.id) ?? null}
            gpus={gpus.get(container.id) ?? unknownGpus}
            home={props.home}
            pending={actions.pending.get(container.id) ?? null}
            tabbable={container.id === tabbable}
            actions={actions}
            onDetails={props.onDetails}
            onRemove={props.onRemove}
          />
        ))}
        {span.to < rows.length && <Space rows={rows.length - span.to} />}
      </Table>
    </div>
  )
}

/** Stands for the rows that are not drawn, so that the scroll bar tells the truth. */
function Space(props: { rows: number }) {
  return (
    <tr className="ct-space" aria-hidden style={{ height: props.rows * rowHeight }}>
      {/* No span: one over hidden columns would bring them back, and take their width from the name. */}
      <td />
    </tr>
  )
}

function Head(props: Pick<TableProps, 'order' | 'onOrder'>) {
  const words = useText(text)
  const { columns } = words
  const sortable = (column: Column & keyof typeof columns, number = false) => (
    <SortHeader column={column} sort={props.order} onSort={props.onOrder} number={number}>
      {columns[column]}
    </SortHeader>
  )
  return (
    <>
      {sortable('name')}
      {sortable('state')}
      {sortable('image')}
      {sortable('gpus')}
      <HeaderCell>{columns.ports}</HeaderCell>
      {sortable('cpu', true)}
      {sortable('memory', true)}
      <HeaderCell unseen={columns.actions} />
    </>
  )
}

/** The table before the first list has come. */
export function TableSkeleton() {
  const words = useText(text)
  return (
    <div className="ct-scroll" role="status" aria-label={words.loading}>
      {[72, 54, 63, 48, 66].map((width) => (
        <div key={width} className="ct-ghost">
          <Skeleton width={`${width / 4}%`} />
          <Skeleton width="9%" />
          <Skeleton width={`${width / 3}%`} />
          <Skeleton width="8%" />
        </div>
      ))}
    </div>
  )
}
