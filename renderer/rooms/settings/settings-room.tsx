import { TriangleAlert } from 'lucide-react'
import type { SettingsView } from '../../../shared/contract/settings'
import { useText } from '../../i18n'
import { latest, useSettings } from '../../state'
import { Card, CodeBlock, Disclosure, Page, PageHeader, RefusalView, Skeleton } from '../../ui'
import { About } from './about'
import { Appearance } from './appearance'
import { EngineSettings } from './engine-settings'
import { LaunchSettings } from './launch-settings'
import { OwnEnvironments } from './own-environments'
import { TerminalSettings } from './terminal-settings'
import { text } from './text'
import './settings.css'

export function SettingsRoom() {
  const words = useText(text)
  const watched = useSettings()
  const view = latest(watched)
  return (
    <Page width="reading">
      <PageHeader title={words.title} detail={words.saved} />
      {view?.replaced && <Replaced replaced={view.replaced} />}
      {watched.is === 'lost' && !view && <RefusalView refusal={watched.refusal} />}
      {!view && watched.is === 'waiting' && <Skeleton height={320} />}
      {view && (
        <>
          <Appearance settings={view.settings} />
          <EngineSettings settings={view.settings} />
          <LaunchSettings settings={view.settings} />
          <TerminalSettings settings={view.settings} />
          <OwnEnvironments settings={view.settings} />
          <About file={view.file} />
        </>
      )}
    </Page>
  )
}

/** A corrupt file is backed up, replaced, and told. */
function Replaced({ replaced }: { replaced: NonNullable<SettingsView['replaced']> }) {
  const words = useText(text)
  return (
    <Card tone="warn" className="settings-replaced">
      <TriangleAlert size={17} aria-hidden />
      <div className="ui-stack ui-grow" role="alert">
        <div>
          <div className="ui-strong">{words.replacedTitle}</div>
          <div className="ui-muted settings-wrap">{words.replaced(replaced.backup)}</div>
        </div>
        <Disclosure title={words.why}>
          <CodeBlock code={replaced.reason} wrap />
        </Disclosure>
      </div>
    </Card>
  )
}
