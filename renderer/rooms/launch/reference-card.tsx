import { Ellipsis } from 'lucide-react'
import { useText } from '../../i18n'
import { Button, Card, IconButton, Menu } from '../../ui'
import type { Opened } from './launch-room'
import { openPreflight, PreflightSummary, useLook } from './preflight'
import { text } from './text'
import { useLaunch } from './use-launch'

/** The image reference somebody typed, ready to launch as it stands. */
export function ReferenceCard(props: { reference: string; onOpen: (opened: Opened) => void }) {
  const words = useText(text).card
  const launch = useLaunch()
  const { reference, onOpen } = props
  const target = { image: reference, entry: '' }
  const { answer } = useLook(reference)
  return (
    <Card className="launch-card" tone="accent">
      <h3 className="launch-card-title">{words.use(reference)}</h3>
      <p className="launch-card-note">{words.useText}</p>
      <PreflightSummary answer={answer} target={{ ...target, title: reference }} />
      <div className="ui-grow" />
      <div className="launch-card-foot">
        <span className="ui-grow" />
        <Menu
          label={words.more(reference)}
          entries={[
            {
              key: 'customise',
              label: words.customise,
              run: () => onOpen({ is: 'options', target: { ...target, title: reference } }),
            },
            {
              key: 'preflight',
              label: words.preflight,
              run: () => openPreflight({ ...target, title: reference, launching: false }),
            },
            { key: 'command', label: words.command, run: () => onOpen({ is: 'command', target }) },
            { key: 'keep', label: words.keep, run: () => onOpen({ is: 'add', image: reference }) },
          ]}
        >
          <IconButton label={words.more(reference)} quiet variant="secondary">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
        <Button
          variant="primary"
          aria-label={words.launchTitle(reference)}
          pending={launch.pending}
          onPress={() => void launch.target(target)}
        >
          {words.launch}
        </Button>
      </div>
    </Card>
  )
}
