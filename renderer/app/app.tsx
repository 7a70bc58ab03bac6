import { useSyncExternalStore } from 'react'
import { CheckIdSchema } from '../../shared/contract/doctor'
import { DiagnosticsDialog, openDiagnostics } from '../diagnostics'
import { chooseLanguage, LanguageProvider } from '../i18n'
import { closePreflight, PreflightDialog } from '../rooms/launch'
import { AppProvider, latest, navigate, useSettings, type AppState } from '../state'
import { closeRefusal, ErrorHelpProvider, RefusalDialog, ToastRegion, type ErrorHelp } from '../ui'
import { AlertNews } from '../alerts'
import { useAppearance } from './appearance'
import { EnvironmentTabs } from './environment-tabs'
import { LaunchNews } from './launch-news'
import { Navigation } from './navigation'
import { Palette } from './palette'
import { RoomHost } from './room-host'
import { SettingsNews } from './settings-news'
import { SignedOut } from './signed-out'
import { StatusBar } from './status-bar'
import './app.css'

export function App({ app }: { app: AppState }) {
  const { ending } = app.transport
  const ended = useSyncExternalStore(ending.subscribe, ending.get)
  if (ended !== null)
    return (
      // The settings are out of reach: in the language that the page had.
      <LanguageProvider language={chooseLanguage('system', [document.documentElement.lang])}>
        <SignedOut why={ended} />
      </LanguageProvider>
    )
  return (
    <AppProvider app={app}>
      <Frame />
    </AppProvider>
  )
}

function Frame() {
  const settings = latest(useSettings())?.settings ?? null
  const language = chooseLanguage(settings?.language ?? 'system', navigator.languages)
  useAppearance(settings?.theme ?? null, language)
  return (
    <LanguageProvider language={language}>
      <ErrorHelpProvider value={errorHelp}>
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
        <SettingsNews />
        <PreflightDialog />
        <RefusalDialog />
        <DiagnosticsDialog />
        <ToastRegion />
      </ErrorHelpProvider>
    </LanguageProvider>
  )
}

/** Where a notice of an error leads, from any screen. */
const errorHelp: ErrorHelp = {
  openDoctor: (name) => {
    closeRefusal()
    closePreflight()
    const check = CheckIdSchema.safeParse(name)
    navigate({ room: 'doctor', ...(check.success ? { check: check.data } : {}) })
  },
  openBundle: () => {
    closeRefusal()
    openDiagnostics()
  },
}
