import { CircleCheck, Download, Ellipsis } from 'lucide-react'
import type { CatalogueEntry } from '../../../shared/contract/launch'
import { asksFirst, type Verdict } from '../../../shared/model/compatibility'
import { useFormat, useText } from '../../i18n'
import { latest, useAction, useClient, useSettings } from '../../state'
import { Badge, Button, Card, IconButton, Menu, type MenuEntry } from '../../ui'
import { useNote } from './notes'
import type { Opened } from './launch-room'
import { openPreflight, VerdictLine } from './preflight'
import { text } from './text'
import { useGpuChoice, useLaunch } from './use-launch'

/** One environment: what is in it, whether it runs and is here, and Launch. */
export function EntryCard(props: {
  entry: CatalogueEntry
  /** null until it is known. */
  verdict: Verdict | null
  starter: boolean
  onOpen: (opened: Opened) => void
}) {
  const words = useText(text).card
  const launch = useLaunch()
  const { entry, starter, verdict } = props
  const gpus = useGpuChoice()
  const asks = asksFirst(verdict, gpus)
  const look = (launching: boolean) =>
    openPreflight({ image: entry.image, entry: entry.id, title: entry.title, launching })
  const note = useNote(entry)
  const menu = useEntryMenu(props)
  return (
    <Card className="launch-card" {...(starter ? { tone: 'accent' as const } : {})}>
      <div className="launch-card-head">
        <h3 className="launch-card-title">{entry.title}</h3>
        {starter && <Badge tone="accent">{words.starter}</Badge>}
        {entry.origin === 'user' && <Badge>{words.own}</Badge>}
        {entry.origin === 'rig' && <Badge tone="warn">{words.rig}</Badge>}
      </div>
      <Facts entry={entry} judged={verdict !== null} />
      <VerdictLine verdict={verdict} title={entry.title} onPress={() => look(false)} />
      {note !== '' && <p className="launch-card-note">{note}</p>}
      <div className="ui-grow" />
      <div className="launch-card-foot">
        <Presence entry={entry} />
        <Menu label={words.more(entry.title)} entries={menu}>
          <IconButton label={words.more(entry.title)} quiet variant="secondary">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
        {asks ? (
          <Button aria-label={words.whyTitle(entry.title)} onPress={() => look(true)}>
            {words.why}
          </Button>
        ) : (
          <Button
            variant={entry.present || starter ? 'primary' : 'secondary'}
            aria-label={words.launchTitle(entry.title)}
            pending={launch.pending}
            onPress={() => void launch.entry(entry)}
          >
            {words.launch}
          </Button>
        )}
      </div>
    </Card>
  )
}

/** Once it is judged, the verdict says what the driver means for it. */
function Facts({ entry, judged }: { entry: CatalogueEntry; judged: boolean }) {
  const words = useText(text).card
  const facts = [
    entry.framework === null || entry.title.includes(entry.framework) ? null : entry.framework,
    entry.cuda === null || entry.title.includes(`CUDA ${entry.cuda}`) ? null : words.cuda(entry.cuda),
    entry.python === null ? null : words.python(entry.python),
    entry.minDriver === null || judged ? null : words.driver(entry.minDriver),
  ].filter((fact) => fact !== null)
  return (
    <div className="launch-card-facts">
      <code className="ui-truncate ui-faint" title={entry.image}>
        {entry.image.replace(/^docker\.io\//, '')}
      </code>
      {facts.length > 0 && <span className="ui-muted ui-small">{facts.join(' · ')}</span>}
    </div>
  )
}

function Presence({ entry }: { entry: CatalogueEntry }) {
  const words = useText(text).card
  const format = useFormat()
  if (entry.present) {
    return (
      <span className="launch-presence launch-presence--here">
        <CircleCheck size={14} aria-hidden />
        {words.here}
      </span>
    )
  }
  return (
    <span className="launch-presence">
      <Download size={14} aria-hidden />
      {entry.downloadBytes === null
        ? words.downloadUnknown
        : words.download(format.bytes(entry.downloadBytes))}
    </span>
  )
}

function useEntryMenu(props: {
  entry: CatalogueEntry
  starter: boolean
  onOpen: (opened: Opened) => void
}): MenuEntry[] {
  const words = useText(text).card
  const client = useClient()
  const settings = latest(useSettings())?.settings
  const { entry, starter, onOpen } = props
  const target = { image: entry.image, entry: entry.id }
  const makeStarter = useAction(() => client.settings.update({ starter: entry.id }))
  const remove = useAction(() =>
    client.settings.update({ references: (settings?.references ?? []).filter(({ id }) => id !== entry.id) }),
  )
  const copy = useAction(() => navigator.clipboard.writeText(entry.image))
  return [
    {
      key: 'customise',
      label: words.customise,
      run: () => onOpen({ is: 'options', target: { ...target, title: entry.title } }),
    },
    {
      key: 'preflight',
      label: entry.present ? words.check : words.preflight,
      run: () => openPreflight({ ...target, title: entry.title, launching: false }),
    },
    { key: 'command', label: words.command, run: () => onOpen({ is: 'command', target }) },
    { key: 'copy', label: words.copyReference, run: () => void copy.run() },
    { key: 'starter', label: words.starterMake, disabled: starter, run: () => void makeStarter.run() },
    ...(entry.origin === 'user'
      ? [
          'line' as const,
          { key: 'remove', label: words.remove, tone: 'danger' as const, run: () => void remove.run() },
        ]
      : []),
  ]
}
