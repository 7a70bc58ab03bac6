import { useEffect, useRef, useState } from 'react'
import type { OpenView } from './stage'

export type PageState =
  { is: 'loading' } | { is: 'shown' } | { is: 'crashed' } | { is: 'failed'; detail: string }

type PageProps = {
  view: OpenView
  title: string
  /** Each new number loads the page again. */
  round: number
  onState: (state: PageState) => void
}

/** JupyterLab's own page, on its own origin: a <webview> in the desktop app, an <iframe> in a browser. */
export function JupyterPage(props: PageProps) {
  const { view } = props
  return view.is === 'webview' ? (
    <WebviewPage {...props} key={`${view.partition} ${new URL(view.url).origin}`} view={view} />
  ) : (
    // Its address differs each time it is given (it holds a ticket that opens once); its origin is what it is.
    <FramePage {...props} key={`${props.round} ${new URL(view.url).origin}`} view={view} />
  )
}

/**
 * The page's address changes only when a notebook was asked for: the page is then navigated, not replaced, so that
 * JupyterLab can speak up for what is not saved.
 */
function useAddress({ url, asked = 0 }: OpenView): string {
  const [held, setHeld] = useState({ url, asked })
  if (held.asked !== asked) setHeld({ url, asked })
  return held.url
}

/** What Electron's <webview> adds to an element; the renderer knows Electron by this alone. */
type WebviewElement = HTMLElement & { reload: () => void }

function isWebview(element: HTMLElement | null): element is WebviewElement {
  return element !== null && 'reload' in element
}

function WebviewPage(props: PageProps & { view: Extract<OpenView, { is: 'webview' }> }) {
  const { onState, round, view } = props
  const element = useRef<HTMLElement>(null)
  const [ready, setReady] = useState(false)
  const loaded = useRef(round)
  const src = useAddress(view)
  useEffect(() => {
    const webview = element.current
    if (!webview) return
    const listeners = {
      'dom-ready': () => setReady(true),
      'did-start-loading': () => onState({ is: 'loading' }),
      'did-stop-loading': () => onState({ is: 'shown' }),
      'render-process-gone': () => onState({ is: 'crashed' }),
      'did-fail-load': (event: Event) => {
        const detail = failureOf(event)
        if (detail !== null) onState({ is: 'failed', detail })
      },
    }
    for (const [name, listener] of Object.entries(listeners)) webview.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) webview.removeEventListener(name, listener)
    }
  }, [onState])
  useEffect(() => {
    // Before dom-ready Electron refuses to reload; what is loading now is new anyway.
    if (loaded.current === round || !ready || !isWebview(element.current)) return
    loaded.current = round
    element.current.reload()
  }, [round, ready])
  return (
    <webview
      ref={element}
      className="ws-page"
      src={src}
      partition={view.partition}
      allowpopups
      aria-label={props.title}
    />
  )
}

/** -3 is ERR_ABORTED: the page went elsewhere while it loaded, which is no failure. Frames inside have their own. */
function failureOf(event: Event): string | null {
  if (!('errorCode' in event) || event.errorCode === -3) return null
  if ('isMainFrame' in event && event.isMainFrame === false) return null
  const description = 'errorDescription' in event ? String(event.errorDescription) : ''
  return `${description} (${String(event.errorCode)})`
}

function FramePage(props: PageProps & { view: Extract<OpenView, { is: 'frame' }> }) {
  const { onState } = props
  const src = useAddress(props.view)
  useEffect(() => onState({ is: 'loading' }), [onState])
  return (
    <iframe
      className="ws-page"
      src={src}
      title={props.title}
      // Reading the clipboard stays ours: a browser that lets our page do it (to paste into a terminal) would let the frame do it too.
      allow="clipboard-write; fullscreen"
      // Everything a notebook needs; not the right to send the whole window elsewhere.
      sandbox="allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox"
      onLoad={() => onState({ is: 'shown' })}
    />
  )
}
