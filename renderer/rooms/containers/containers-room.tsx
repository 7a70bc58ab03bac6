import { useCallback, useMemo, useState } from 'react'
import { Container as ContainerIcon, SearchX } from 'lucide-react'
import type { Container, ContainerUsage } from '../../../shared/contract/containers'
import { useFormat, useText } from '../../i18n'
import { latest, navigate, useContainers, useGpus, useHostFacts, useUsage } from '../../state'
import { Button, Card, ChipGroup, EmptyState, PageHeader, SearchField } from '../../ui'
import { useContainerActions } from './actions'
import { ContainersTable, TableSkeleton } from './containers-table'
import { DetailsDrawer } from './details-drawer'
import { RemoveDialog } from './remove-dialog'
import { belongs, cardsOf, gpusOf, rowsOf, type Filter, type Order } from './rows'
import { text } from './text'
import './containers.css'

type Looking = { id: string; tab: 'details' | 'logs' }

const none: Container[] = []
const filters: Filter[] = ['running', 'all', 'berth']

export function ContainersRoom() {
  const words = useText(text)
  const format = useFormat()
  const containers = latest(useContainers())
  const usage = useUsageById()
  const gpuState = latest(useGpus())
  const home = latest(useHostFacts())?.home ?? ''
  const actions = useContainerActions()
  const [filter, setFilter] = useState<Filter>('all')
  const [search, setSearch] = useState('')
  const [order, setOrder] = useState<Order>({ by: 'state', down: false })
  const [looking, setLooking] = useState<Looking | null>(null)
  const [removing, setRemoving] = useState<Container | null>(null)
  const cards = useCards(gpuState)
  const onDetails = useCallback(
    (container: Container, tab: Looking['tab']) => setLooking({ id: container.id, tab }),
    [],
  )
  const all = containers ?? none
  const gpus = useMemo(() => new Map(all.map((each) => [each.id, gpusOf(each, cards)])), [all, cards])
  const rows = rowsOf(all, { filter, search, order, cards, usage, language: format.language })
  const looked = looking && all.find((container) => container.id === looking.id)
  const count = (of: Filter) => format.whole(all.filter((container) => belongs(container, of)).length)
  return (
    <div className="ct-room">
      <PageHeader
        title={words.title}
        {...(containers
          ? { detail: words.count(format.whole(rows.length), format.whole(containers.length)) }
          : {})}
        actions={
          <SearchField
            className="ct-search"
            label={words.search}
            placeholder={words.searchHint}
            clearLabel={words.clear}
            value={search}
            onChange={setSearch}
          />
        }
      />
      <ChipGroup
        label={words.filter}
        selected={filter}
        onSelect={setFilter}
        chips={filters.map((key) => ({
          key,
          label: words.filters[key],
          detail: containers ? count(key) : '',
        }))}
      />
      <Card flush className="ct-card">
        {containers === null ? (
          <TableSkeleton />
        ) : rows.length === 0 ? (
          <NoRows all={all} filter={filter} search={search} onAll={() => (setFilter('all'), setSearch(''))} />
        ) : (
          <ContainersTable
            rows={rows}
            usage={usage}
            gpus={gpus}
            home={home}
            order={order}
            onOrder={setOrder}
            actions={actions}
            onDetails={onDetails}
            onRemove={setRemoving}
          />
        )}
      </Card>
      {looking && looked && (
        <DetailsDrawer
          container={looked}
          usage={usage.get(looked.id) ?? null}
          cards={cards}
          tab={looking.tab}
          onTab={(tab) => setLooking({ id: looked.id, tab })}
          onClose={() => setLooking(null)}
        />
      )}
      {removing && <RemoveDialog container={removing} onClose={() => setRemoving(null)} />}
    </div>
  )
}

const noUsage: ContainerUsage[] = []

function useUsageById(): ReadonlyMap<string, ContainerUsage> {
  const samples = latest(useUsage()) ?? noUsage
  return useMemo(() => new Map(samples.map((sample) => [sample.id, sample])), [samples])
}

/** The same list of cards until a card comes, goes or is named otherwise: a sample a second must not redraw rows. */
function useCards(state: Parameters<typeof cardsOf>[0]) {
  const cards = cardsOf(state)
  const key = cards.map((card) => `${card.index} ${card.uuid} ${card.name}`).join('\n')
  const [held, setHeld] = useState({ key, cards })
  if (held.key !== key) setHeld({ key, cards })
  return held.key === key ? held.cards : cards
}

function NoRows(props: { all: Container[]; filter: Filter; search: string; onAll: () => void }) {
  const words = useText(text)
  const format = useFormat()
  const launch = (
    <Button variant="primary" onPress={() => navigate({ room: 'launch' })}>
      {words.launch}
    </Button>
  )
  const showAll = <Button onPress={props.onAll}>{words.showAll}</Button>
  const icon = <ContainerIcon size={20} aria-hidden />
  if (props.all.length === 0)
    return <EmptyState icon={icon} title={words.empty} text={words.emptyText} action={launch} />
  if (props.search.trim() !== '')
    return (
      <EmptyState
        icon={<SearchX size={20} aria-hidden />}
        title={words.noneFound(props.search.trim())}
        text={words.noneFoundText}
        action={showAll}
      />
    )
  const [title, detail] =
    props.filter === 'running'
      ? [words.noneRunning, words.noneRunningText(format.whole(props.all.length))]
      : [words.noneBerth, words.noneBerthText]
  return (
    <EmptyState
      icon={icon}
      title={title}
      text={detail}
      action={
        <>
          {launch}
          {showAll}
        </>
      }
    />
  )
}
