import { useEffect, useRef } from 'react'
import { X } from 'lucide-react'
import type { Container } from '../../shared/contract/containers'
import { useText } from '../i18n'
import {
  closeTab,
  latest,
  navigate,
  useContainers,
  useEngine,
  useOpenTabs,
  usePlace,
  type OpenTab,
} from '../state'
import { cx, showToast, StatusDot, type Tone } from '../ui'
import { text } from './text'

/** Running environments as tabs, like a browser's. Closing one never stops the container. */
export function EnvironmentTabs() {
  const words = useText(text)
  const tabs = useOpenTabs()
  const listed = latest(useContainers())
  const engine = latest(useEngine())
  // What ran when the engine was last heard is no news of now.
  const containers = engine?.is === 'up' ? listed : null
  useClosingOfRemoved(tabs, containers)
  return (
    <header className="app-top">
      <div className="app-brand">
        <BrandMark />
        <span>Berth</span>
      </div>
      <div className="app-tabs" role="group" aria-label={words.environments}>
        {tabs.map((tab) => (
          <EnvironmentTab
            key={tab.containerId}
            tab={tab}
            container={containers?.find((container) => container.id === tab.containerId)}
          />
        ))}
      </div>
    </header>
  )
}

function EnvironmentTab(props: { tab: OpenTab; container: Container | undefined }) {
  const words = useText(text)
  const place = usePlace()
  const { tab, container } = props
  const here = place.room === 'workspace' && place.containerId === tab.containerId
  const name = container?.environment?.name ?? tab.name
  const running = container?.state === 'running'
  const tone: Tone = running ? 'good' : 'neutral'
  const state = container ? (running ? words.running : words.stopped) : words.stateUnknown
  return (
    <div className={cx('app-tab', here && 'app-tab--here')}>
      <button
        type="button"
        className="app-tab-face"
        title={name}
        aria-current={here ? 'page' : undefined}
        onClick={() => navigate({ room: 'workspace', containerId: tab.containerId, show: 'jupyter' })}
        onAuxClick={(event) => {
          if (event.button === 1) closeTab(tab.containerId)
        }}
      >
        <StatusDot tone={tone} label={state} hollow={!running} />
        <span className="ui-truncate">{name}</span>
      </button>
      <button
        type="button"
        className="app-tab-close"
        aria-label={words.closeTab(name)}
        onClick={() => closeTab(tab.containerId)}
      >
        <X size={13} aria-hidden />
      </button>
    </div>
  )
}

/**
 * A container that is gone takes its tab along. One that was never in the list is waited for:
 * a launch may be done a moment before the list follows.
 */
function useClosingOfRemoved(tabs: OpenTab[], containers: Container[] | null) {
  const words = useText(text)
  const seen = useRef(new Set<string>())
  useEffect(() => {
    if (!containers) return
    const here = new Set(containers.map((container) => container.id))
    for (const tab of tabs) {
      if (here.has(tab.containerId)) seen.current.add(tab.containerId)
      else if (seen.current.delete(tab.containerId)) {
        closeTab(tab.containerId)
        showToast({ title: words.removed(tab.name), text: words.removedText })
      }
    }
  }, [containers, tabs, words])
}

export function BrandMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 32 32" aria-hidden className="app-mark">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <g fill="var(--on-accent)">
        <rect x="8" y="7" width="7" height="7" rx="1.6" />
        <rect x="17" y="7" width="7" height="7" rx="1.6" opacity=".6" />
        <path d="M6 17.5h20l-2.2 5.6a3 3 0 0 1-2.8 1.9H11a3 3 0 0 1-2.8-1.9z" />
      </g>
    </svg>
  )
}
