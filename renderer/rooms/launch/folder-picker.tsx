import { useEffect, useRef, useState, type RefObject } from 'react'
import { Folder, FolderOpen, History } from 'lucide-react'
import type { LaunchDefaults } from '../../../shared/contract/launch'
import { useFormat, useText } from '../../i18n'
import { latest, useAction, useClient, useHostFacts } from '../../state'
import { Button, IconButton, Menu, TextField } from '../../ui'
import { choose, useChoices } from './choices'
import { FolderBrowser } from './folder-browser'
import { text } from './text'

/** The folder that becomes /workspace: typed, recent, or chosen in the system's dialog (in a browser: in ours). */
export function FolderPicker(props: { defaults: LaunchDefaults | null; recent: string[] }) {
  const words = useText(text).folder
  const format = useFormat()
  const facts = latest(useHostFacts())
  const chosen = useChoices((choices) => choices.folder)
  const home = facts?.home ?? ''
  const folder = chosen ?? props.defaults?.projectFolder ?? ''
  const [typed, setTyped] = useState<string | null>(null)
  const choosing = useChooser(folder, (path) => choose({ folder: path }))
  const shown = typed ?? format.path(folder, home)
  const whole = wholePath(shown, home)
  const row = useRef<HTMLDivElement>(null)
  useEndShown(row, shown)
  const wrong = typed !== null && typed !== '' && whole === null

  const commit = () => {
    if (typed === null) return
    if (typed.trim() === '') choose({ folder: null })
    else if (whole !== null) choose({ folder: whole })
    else return
    setTyped(null)
  }
  const user = props.defaults?.user.name ?? ''
  return (
    <section className="ui-stack launch-part" aria-label={words.title}>
      <h2 className="ui-muted">{words.title}</h2>
      <div className="launch-folder" ref={row}>
        <TextField
          className="ui-grow"
          label={words.title}
          labelHidden
          mono
          value={shown}
          onChange={setTyped}
          onEnter={commit}
          onBlur={commit}
          error={wrong ? words.absolute : ''}
        />
        {props.recent.length > 0 && (
          <Menu
            label={words.recent}
            entries={props.recent.slice(0, 8).map((path) => ({
              key: path,
              label: format.path(path, home),
              icon: <Folder size={14} aria-hidden />,
              run: () => choose({ folder: path }),
            }))}
          >
            <IconButton label={words.recent} quiet variant="secondary">
              <History size={15} aria-hidden />
            </IconButton>
          </Menu>
        )}
        <Button
          icon={<FolderOpen size={14} aria-hidden />}
          pending={choosing.pending}
          onPress={choosing.open}
        >
          {words.choose}
        </Button>
      </div>
      {!wrong && (
        <p className="ui-small ui-faint launch-sentence">
          {user === '' ? words.hintPlain : words.hint(user)}
        </p>
      )}
      {choosing.browsing && (
        <FolderBrowser from={folder} onClose={choosing.close} onChoose={(path) => choose({ folder: path })} />
      )}
    </section>
  )
}

/** Desktop: the system's dialog. A browser cannot see the host's folders, so it gets our own. */
export function useChooser(from: string, onChoose: (path: string) => void) {
  const client = useClient()
  const facts = latest(useHostFacts())
  const [browsing, setBrowsing] = useState(false)
  const ask = useAction(async () => {
    const path = await client.host.chooseFolder({ from })
    if (path !== null) onChoose(path)
  })
  const open = () => {
    if (facts?.mode === 'desktop') void ask.run()
    else setBrowsing(true)
  }
  return { open, pending: ask.pending, browsing, close: () => setBrowsing(false) }
}

/** A path's end says which folder it is: a field too narrow shows the end, until somebody types in it. */
function useEndShown(row: RefObject<HTMLElement | null>, shown: string) {
  useEffect(() => {
    const input = row.current?.querySelector('input')
    if (!input) return
    let frame = 0
    const showEnd = () => {
      if (document.activeElement !== input) input.scrollLeft = input.scrollWidth
    }
    // The browser itself scrolls a field that loses focus to its start, after this event.
    const afterBlur = () => {
      frame = requestAnimationFrame(showEnd)
    }
    // It reports once when it begins, so a changed path is shown from here too.
    const sizes = new ResizeObserver(showEnd)
    sizes.observe(input)
    input.addEventListener('blur', afterBlur)
    return () => {
      cancelAnimationFrame(frame)
      sizes.disconnect()
      input.removeEventListener('blur', afterBlur)
    }
  }, [row, shown])
}

/** '~/x' and absolute paths; null for anything else. */
function wholePath(typed: string, home: string): string | null {
  const path = typed.trim()
  if (path === '~') return home
  if (path.startsWith('~/') && home !== '') return `${home}${path.slice(1)}`
  return /^(\/|[A-Za-z]:[\\/])/.test(path) ? path : null
}
