import { useId } from 'react'
import { KeyRound, Plus, X } from 'lucide-react'
import type { SecretsView } from '../../../shared/contract/secrets'
import type { Variable } from '../../../shared/model/launch-spec'
import { isSecret, looksSecret, SecretNameSchema } from '../../../shared/model/secrets'
import { secretWords } from '../../../shared/words/secrets'
import { useLanguage, useText } from '../../i18n'
import { latest, useAction, useClient, useSecrets } from '../../state'
import { Button, Checkbox, IconButton, Menu, SecretField, showToast, TextField } from '../../ui'
import { choose, useChoices } from './choices'
import { text } from './text'

/** One that is not named yet is no mistake: it is left out. */
export function isVariableName(name: string): boolean {
  return name === '' || SecretNameSchema.safeParse(name).success
}

export function Variables({ env }: { env: Variable[] }) {
  const words = useText(text).options
  const heading = useId()
  const saved = latest(useSecrets())
  // Of the rows as they are when it happens: saving one takes a moment, and others may be typed meanwhile.
  const set = (with_: (rows: Variable[]) => Variable[]) => choose({ env: with_(useChoices.getState().env) })
  return (
    <section className="ui-stack launch-options-list" aria-labelledby={heading}>
      <h2 id={heading}>{words.env}</h2>
      {env.map((variable, index) => (
        <VariableRow
          key={index}
          variable={variable}
          saved={saved}
          onChange={(next) => set((rows) => rows.map((each, at) => (at === index ? next : each)))}
          onRemove={() => set((rows) => rows.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus size={13} aria-hidden />}
          onPress={() => set((rows) => [...rows, { name: '', value: '' }])}
        >
          {words.envAdd}
        </Button>
      </div>
    </section>
  )
}

type RowProps = {
  variable: Variable
  saved: SecretsView | null
  onChange: (variable: Variable) => void
  onRemove: () => void
}

function VariableRow({ variable, saved, onChange, onRemove }: RowProps) {
  const words = useText(text).options
  const { name, value } = variable
  const secret = isSecret(variable)
  return (
    <div className="ui-stack launch-variable">
      <div className="launch-options-row launch-options-row--variable">
        <TextField
          label={words.envName}
          labelHidden
          mono
          placeholder="HF_HOME"
          value={name}
          onChange={(typed) => onChange({ ...variable, name: typed })}
          error={isVariableName(name) ? '' : words.envWrong}
        />
        {variable.saved !== undefined ? (
          <span className="ui-input launch-variable-saved">
            <KeyRound size={13} aria-hidden /> {words.savedSecret(variable.saved)}
          </span>
        ) : (
          <SecretField
            label={words.envValue}
            labelHidden
            open={!secret}
            placeholder={words.envValue}
            value={value}
            onChange={(typed) => onChange({ ...variable, value: typed })}
          />
        )}
        <Checkbox
          checked={secret}
          disabled={variable.saved !== undefined}
          onChange={(marked) => onChange({ ...variable, secret: marked })}
        >
          {words.secret}
        </Checkbox>
        <SavedMenu variable={variable} saved={saved} onChange={onChange} />
        <IconButton label={words.remove} onPress={onRemove}>
          <X size={15} aria-hidden />
        </IconButton>
      </div>
      <Consequence variable={variable} saved={saved} onChange={onChange} />
    </div>
  )
}

/** Where the value comes from, where anything is saved to come from. */
function SavedMenu({ variable, saved, onChange }: Omit<RowProps, 'onRemove'>) {
  const words = useText(text).options
  const names = saved?.secrets ?? []
  if (names.length === 0 && variable.saved === undefined) return <span />
  const take = (from: string) =>
    onChange({ name: variable.name === '' ? from : variable.name, value: '', saved: from })
  return (
    <Menu
      label={words.valueFrom}
      entries={[
        ...(variable.saved === undefined
          ? []
          : [
              {
                key: 'type',
                label: words.typeValue,
                run: () => onChange({ name: variable.name, value: '', secret: true }),
              },
              'line' as const,
            ]),
        ...names.map(({ name, opens }) => ({
          key: `saved ${name}`,
          label: words.savedSecret(name),
          disabled: !opens,
          icon: <KeyRound size={13} aria-hidden />,
          run: () => take(name),
        })),
      ]}
    >
      <IconButton quiet label={words.valueFrom}>
        <KeyRound size={15} aria-hidden />
      </IconButton>
    </Menu>
  )
}

/** What the mark means for this one, and the way to save a value that was typed. */
function Consequence({ variable, saved, onChange }: Omit<RowProps, 'onRemove'>) {
  const words = useText(text).options
  const language = useLanguage()
  const client = useClient()
  const { name, value } = variable
  const remember = useAction(async () => {
    await client.secrets.set({ name, value })
    onChange({ name, value: '', saved: name })
    showToast({
      tone: 'good',
      title: words.remembered(name),
      ...(saved ? { text: secretWords(language).keeps(saved.keeps) } : {}),
    })
  })
  if (!isSecret(variable))
    return looksSecret(name, value) ? (
      <p className="launch-variable-open ui-small">{words.secretShown}</p>
    ) : null
  if (variable.saved !== undefined || name === '' || value === '' || !isVariableName(name)) return null
  const replaces = saved?.secrets.some((each) => each.name === name) === true
  return (
    <div className="ui-row ui-row--wrap">
      <Button size="sm" variant="ghost" pending={remember.pending} onPress={() => void remember.run()}>
        {replaces ? words.rememberAnew(name) : words.remember(name)}
      </Button>
      <span className="ui-faint ui-small">{words.secretMeans}</span>
    </div>
  )
}
