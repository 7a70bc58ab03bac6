import { chooseLanguage, LanguageProvider } from '../i18n'
import { latest, TransportProvider, useSettings, type Transport } from '../state'
import { ToastRegion } from '../ui'
import { AlertNews } from '../alerts'
import { useAppearance } from './appearance'
import { EnvironmentTabs } from './environment-tabs'
import { LaunchNews } from './launch-news'
import { Navigation } from './navigation'
import { Palette } from './palette'
import { RoomHost } from './room-host'
import { StatusBar } from './status-bar'
import './app.css'

export function App(props: { transport: Transport }) {
  return (
    <TransportProvider transport={props.transport}>
      <Frame />
    </TransportProvider>
  )
}

function Frame() {
  const settings = latest(useSettings())?.settings ?? null
  const language = chooseLanguage(settings?.language ?? 'system', navigator.languages)
  useAppearance(settings?.theme ?? null, language)
  return (
    <LanguageProvider language={language}>
      <div className="app">
        <EnvironmentTabs />
        <Navigation />
        <main className="app-main">
          <RoomHost />
        </main>
        <StatusBar />
      </div>
      <Palette />
      <LaunchNews />
      <AlertNews />
      <ToastRegion />
    </LanguageProvider>
  )
}
