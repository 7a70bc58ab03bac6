import { useState } from 'react'
import { PackageSearch, Plus } from 'lucide-react'
import type { CatalogueEntry } from '../../../shared/contract/launch'
import { useText } from '../../i18n'
import { Button, Card, ChipGroup, EmptyState, Skeleton } from '../../ui'
import { EntryCard } from './entry-card'
import { referenceIn, searchCatalogue, type Kind } from './catalogue-search'
import type { Opened } from './launch-room'
import { useVerdicts } from './preflight'
import { ReferenceCard } from './reference-card'
import { text } from './text'

const order: Kind[] = ['all', 'here', 'pytorch', 'tensorflow', 'jupyter', 'cuda', 'inference', 'other']

export function Catalogue(props: {
  entries: CatalogueEntry[] | null
  query: string
  onQuery: (query: string) => void
  starter: string
  onOpen: (opened: Opened) => void
}) {
  const words = useText(text)
  const [kind, setKind] = useState<Kind>('all')
  const { entries, query, starter, onOpen } = props
  const found = searchCatalogue(entries ?? [], { query, kind, starter })
  const verdicts = useVerdicts((entries ?? []).map(({ image }) => image))
  const reference = referenceIn(query, found.length)
  const kinds = order.filter(
    (each) => each === 'all' || searchCatalogue(entries ?? [], { query: '', kind: each, starter }).length > 0,
  )
  const known = entries?.some((entry) => entry.image === reference) ?? false
  return (
    <section className="ui-stack" aria-label={words.environments}>
      <div className="ui-row ui-row--wrap">
        <ChipGroup
          label={words.kindFilter}
          selected={kind}
          onSelect={setKind}
          chips={kinds.map((key) => ({ key, label: words.kinds[key] }))}
        />
        <div className="ui-grow" />
        <Button
          size="sm"
          icon={<Plus size={13} aria-hidden />}
          onPress={() => onOpen({ is: 'add', image: '' })}
        >
          {words.add.action}
        </Button>
      </div>
      <div className="launch-grid">
        {entries === null && [1, 2, 3, 4, 5, 6].map((key) => <Waiting key={key} />)}
        {reference !== null && !known && <ReferenceCard reference={reference} onOpen={onOpen} />}
        {found.map((entry) => (
          <EntryCard
            key={entry.id}
            entry={entry}
            verdict={verdicts?.[entry.image] ?? null}
            starter={entry.id === starter}
            onOpen={onOpen}
          />
        ))}
      </div>
      {entries !== null && found.length === 0 && reference === null && (
        <EmptyState
          icon={<PackageSearch size={20} aria-hidden />}
          title={words.card.nothing}
          text={words.card.nothingText}
          action={
            <Button
              onPress={() => {
                setKind('all')
                props.onQuery('')
              }}
            >
              {words.card.showAll}
            </Button>
          }
        />
      )}
    </section>
  )
}

function Waiting() {
  return (
    <Card className="launch-card">
      <Skeleton width="62%" height={18} />
      <Skeleton width="84%" />
      <div className="ui-grow" />
      <Skeleton width="38%" />
    </Card>
  )
}
