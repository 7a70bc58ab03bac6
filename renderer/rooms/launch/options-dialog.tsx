import { useId } from 'react'
import { Plus, X } from 'lucide-react'
import type { LaunchDefaults } from '../../../shared/contract/launch'
import { EnvironmentNameSchema } from '../../../shared/model/names'
import { useText } from '../../i18n'
import { Button, Checkbox, Dialog, IconButton, RefusalView, Select, TextField } from '../../ui'
import { choose, useChoices, type Choices, type Target } from './choices'
import { PreflightSummary, useLook } from './preflight'
import { text } from './text'
import { isVariableName, Variables } from './variables'
import { useLaunch } from './use-launch'
import { usePlan } from './use-plan'

/** Everything that one click does not need: name, restart, variables, mounts. */
export function OptionsDialog(props: {
  target: (Target & { title: string }) | null
  /** What the plan is made for where no target is given. */
  starter: Target | null
  defaults: LaunchDefaults | null
  onClose: () => void
}) {
  const words = useText(text).options
  const launch = useLaunch()
  const choices = useChoices()
  const { target } = props
  const { answer } = useLook(target?.image ?? null)
  const { plan } = usePlan(
    target ? { image: target.image, entry: target.entry } : props.starter,
    props.defaults,
  )
  const nameWrong = choices.name !== '' && !EnvironmentNameSchema.safeParse(choices.name).success
  const envWrong = choices.env.some(({ name }) => !isVariableName(name))
  const run = async () => {
    if (!target) return
    props.onClose()
    await launch.target(target)
  }
  return (
    <Dialog
      title={target ? words.titleFor(target.title) : words.title}
      open
      size="lg"
      onClose={props.onClose}
      footer={
        target ? (
          <Button
            variant="primary"
            isDisabled={nameWrong || envWrong}
            pending={launch.pending}
            onPress={() => void run()}
          >
            {words.launch}
          </Button>
        ) : (
          <Button variant="primary" onPress={props.onClose}>
            {words.done}
          </Button>
        )
      }
    >
      {target && <PreflightSummary answer={answer} target={target} />}
      {plan?.problems.map((problem, index) => (
        <RefusalView key={`${problem.code} ${index}`} refusal={problem} />
      ))}
      <div className="launch-options-pair">
        <TextField
          label={words.name}
          value={choices.name}
          onChange={(name) => choose({ name })}
          placeholder={plan?.name ?? ''}
          hint={words.nameHint}
          error={nameWrong ? words.nameWrong : ''}
        />
        <Select
          label={words.restart}
          value={choices.restart}
          onChange={(restart) => choose({ restart })}
          options={restarts.map((key) => ({ key, label: words.restartKinds[key] }))}
        />
      </div>
      <Variables env={choices.env} />
      <Mounts mounts={choices.mounts} />
    </Dialog>
  )
}

const restarts = ['no', 'unless-stopped', 'on-failure', 'always'] as const
function Mounts({ mounts }: { mounts: Choices['mounts'] }) {
  const words = useText(text).options
  const heading = useId()
  const change = (index: number, part: Partial<Choices['mounts'][number]>) =>
    choose({ mounts: mounts.map((each, at) => (at === index ? { ...each, ...part } : each)) })
  return (
    <section className="ui-stack launch-options-list" aria-labelledby={heading}>
      <h2 id={heading}>{words.mounts}</h2>
      {mounts.map((mount, index) => (
        <div key={index} className="launch-options-row launch-options-row--mount">
          <TextField
            label={words.mountSource}
            labelHidden
            mono
            placeholder="/data/imagenet"
            value={mount.source}
            onChange={(source) => change(index, { source })}
          />
          <TextField
            label={words.mountTarget}
            labelHidden
            mono
            placeholder="/data"
            value={mount.target}
            onChange={(target) => change(index, { target })}
          />
          <Checkbox checked={mount.readOnly} onChange={(readOnly) => change(index, { readOnly })}>
            {words.mountReadOnly}
          </Checkbox>
          <IconButton
            label={words.remove}
            onPress={() => choose({ mounts: mounts.filter((_, at) => at !== index) })}
          >
            <X size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus size={13} aria-hidden />}
          onPress={() => choose({ mounts: [...mounts, { source: '', target: '', readOnly: true }] })}
        >
          {words.mountAdd}
        </Button>
      </div>
    </section>
  )
}
