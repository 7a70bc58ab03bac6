import { SlidersHorizontal } from 'lucide-react'
import type { LaunchDefaults } from '../../../shared/contract/launch'
import { useText } from '../../i18n'
import { navigate, useAction, useClient } from '../../state'
import { Button, Card, RefusalView } from '../../ui'
import { changedOptions, choose, useChoices, type Target } from './choices'
import { FolderPicker } from './folder-picker'
import { GpuPicker } from './gpu-picker'
import { Limits } from './limits'
import { text } from './text'
import { usePlan } from './use-plan'

/** What every launch from this room starts with: folder, GPUs, limits. The defaults need no touch. */
export function SetupCard(props: {
  defaults: LaunchDefaults | null
  recent: string[]
  target: Target | null
  onOptions: () => void
}) {
  const words = useText(text)
  const client = useClient()
  const choices = useChoices()
  const { plan, again } = usePlan(props.target, props.defaults)
  const reconnect = useAction(() => client.engine.reconnect())
  const changed = changedOptions(choices)
  return (
    <div className="ui-stack">
      <Card className="launch-setup">
        <FolderPicker defaults={props.defaults} recent={props.recent} />
        <GpuPicker plan={plan} />
        <section className="ui-stack launch-part">
          <h2 className="ui-muted">{words.limits.title}</h2>
          <Limits defaults={props.defaults} shmBytes={plan?.shmBytes ?? props.defaults?.shmBytes ?? null} />
          <Button
            size="sm"
            variant="ghost"
            className="launch-more"
            icon={<SlidersHorizontal size={13} aria-hidden />}
            onPress={props.onOptions}
          >
            {changed === 0 ? words.options.more : words.options.moreChanged(changed)}
          </Button>
        </section>
      </Card>
      {plan?.problems.map((problem, index) => (
        <RefusalView
          key={`${problem.code} ${index}`}
          refusal={problem}
          onAction={{
            'launch-without-gpu': () => choose({ gpus: { is: 'none' } }),
            'choose-gpus': () => choose({ gpus: null }),
            'choose-folder': () => choose({ folder: null }),
            'open-settings': () => navigate({ room: 'settings' }),
            retry: again,
            reconnect: () => void reconnect.run(),
          }}
        />
      ))}
    </div>
  )
}
