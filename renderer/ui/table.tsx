import type { ReactNode } from 'react'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { cx } from './class-names'
import './table.css'

export type Sort<Key extends string> = { by: Key; down: boolean }

/** Rows that people compare. `label` names it for those who cannot see it. */
export function Table(props: { label: string; head: ReactNode; children: ReactNode; className?: string }) {
  return (
    <table className={cx('ui-table', props.className)} aria-label={props.label}>
      <thead>
        <tr>{props.head}</tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  )
}

export function HeaderCell(props: { children?: ReactNode; number?: boolean; unseen?: string }) {
  return (
    <th scope="col" className={cx(props.number && 'ui-number')}>
      {props.unseen === undefined ? props.children : <span className="ui-unseen">{props.unseen}</span>}
    </th>
  )
}

/** A column head that sorts: pressing it again turns the order round. */
export function SortHeader<Key extends string>(props: {
  column: Key
  sort: Sort<Key>
  onSort: (sort: Sort<Key>) => void
  number?: boolean
  children: ReactNode
}) {
  const active = props.sort.by === props.column
  const Arrow = props.sort.down ? ArrowDown : ArrowUp
  const order = props.sort.down ? 'descending' : 'ascending'
  return (
    <th scope="col" className={cx(props.number && 'ui-number')} aria-sort={active ? order : 'none'}>
      <button
        type="button"
        className="ui-sort"
        onClick={() => props.onSort({ by: props.column, down: active ? !props.sort.down : false })}
      >
        {props.children}
        <Arrow size={12} aria-hidden className={cx('ui-sort-arrow', active && 'ui-sort-arrow--on')} />
      </button>
    </th>
  )
}
