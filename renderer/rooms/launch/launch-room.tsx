import { useState } from 'react'
import type { CatalogueEntry } from '../../../shared/contract/launch'
import { useText } from '../../i18n'
import { latest, useCatalogue, useSettings } from '../../state'
import { Page, PageHeader, SearchField } from '../../ui'
import { Catalogue } from './catalogue'
import type { Target } from './choices'
import { AddReferenceDialog } from './add-reference'
import { DockerCommandDialog } from './docker-command'
import { OptionsDialog } from './options-dialog'
import { RunningList } from './running-list'
import { SetupCard } from './setup-card'
import { text } from './text'
import { useDefaults } from './use-launch'
import './launch.css'

/** What stands open over the room. */
export type Opened =
  | { is: 'nothing' }
  | { is: 'options'; target: (Target & { title: string }) | null }
  | { is: 'command'; target: Target }
  | { is: 'add'; image: string }

export function LaunchRoom() {
  const words = useText(text)
  const [query, setQuery] = useState('')
  const [opened, setOpened] = useState<Opened>({ is: 'nothing' })
  const catalogue = latest(useCatalogue())
  const settings = latest(useSettings())?.settings ?? null
  const defaults = useDefaults(`${settings?.projectFolder ?? ''} ${settings?.starter ?? ''}`)
  const starter = starterOf(catalogue, defaults?.starter ?? '')
  const first = starter ? { image: starter.image, entry: starter.id } : null
  const close = () => setOpened({ is: 'nothing' })
  return (
    <Page>
      <PageHeader
        title={words.title}
        actions={
          <SearchField
            className="launch-search"
            label={words.search}
            placeholder={words.searchPlaceholder}
            clearLabel={words.clear}
            value={query}
            onChange={setQuery}
          />
        }
      />
      <SetupCard
        defaults={defaults}
        recent={settings?.recentFolders ?? []}
        target={first}
        onOptions={() => setOpened({ is: 'options', target: null })}
      />
      <RunningList catalogue={catalogue ?? []} />
      <Catalogue
        entries={catalogue}
        query={query}
        onQuery={setQuery}
        starter={defaults?.starter ?? ''}
        onOpen={setOpened}
      />
      {opened.is === 'options' && (
        <OptionsDialog target={opened.target} starter={first} defaults={defaults} onClose={close} />
      )}
      {opened.is === 'command' && (
        <DockerCommandDialog target={opened.target} defaults={defaults} onClose={close} />
      )}
      {opened.is === 'add' && <AddReferenceDialog image={opened.image} settings={settings} onClose={close} />}
    </Page>
  )
}

function starterOf(catalogue: CatalogueEntry[] | null, id: string): CatalogueEntry | null {
  return catalogue?.find((entry) => entry.id === id) ?? catalogue?.[0] ?? null
}
