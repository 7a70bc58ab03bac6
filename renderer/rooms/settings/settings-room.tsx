import { TriangleAlert } from 'lucide-react'
import { useText } from '../../i18n'
import { latest, useSettings } from '../../state'
import { Card, CodeBlock, Disclosure, Page, PageHeader, RefusalView, Skeleton } from '../../ui'
import { About } from './about'
import { AlertSettings } from './alert-settings'
import { Appearance } from './appearance'
import { BrowserSessions } from './browser-sessions'
import { EngineSettings } from './engine-settings'
import { LaunchSettings } from './launch-settings'
import { OwnEnvironments } from './own-environments'
import { SavedSecrets } from './saved-secrets'
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
      {view?.replaced && (
        <Notice
          title={words.replacedTitle}
          detail={view.replaced.backup === '' ? words.replacedLost : words.replaced(view.replaced.backup)}
          reason={view.replaced.reason}
        />
      )}
      {view?.newer && <Notice title={words.newerTitle} detail={words.newer} reason={view.unsaved ?? ''} />}
      {view && !view.newer && view.unsaved !== null && <Notice title={words.unsaved} reason={view.unsaved} />}
      {watched.is === 'lost' && !view && <RefusalView refusal={watched.refusal} />}
      {!view && watched.is === 'waiting' && <Skeleton height={320} />}
      {view && (
        <>
          <Appearance settings={view.settings} />
          <EngineSettings settings={view.settings} />
          <LaunchSettings settings={view.settings} />
          <TerminalSettings settings={view.settings} />
          <AlertSettings settings={view.settings} />
          <OwnEnvironments settings={view.settings} />
          <BrowserSessions />
          <SavedSecrets />
          <About file={view.file} />
        </>
      )}
    </Page>
  )
}

/** What is wrong with the settings file: told once, with the system's own reason. */
function Notice(props: { title: string; detail?: string; reason: string }) {
  const words = useText(text)
  return (
    <Card tone="warn" className="settings-replaced">
      <TriangleAlert size={17} aria-hidden />
      <div className="ui-stack ui-grow" role="alert">
        <div>
          <div className="ui-strong">{props.title}</div>
          {props.detail !== undefined && <div className="ui-muted settings-wrap">{props.detail}</div>}
        </div>
        <Disclosure title={words.why}>
          <CodeBlock code={props.reason} wrap />
        </Disclosure>
      </div>
    </Card>
  )
}
