// The variables of berth launch: said, taken from our own environment, or saved secrets.
import { VariableSchema, type Variable } from '../../shared/model/launch-spec'
import { isSecret, SecretNameSchema } from '../../shared/model/secrets'
import { Misuse, type Surroundings } from './command'

type Said = { env: readonly string[]; secret: readonly string[] }

export function variablesFrom({ env, secret }: Said, around: Pick<Surroundings, 'env' | 'err'>): Variable[] {
  return [...env.map((text) => variable(text, around)), ...secret.map(saved)]
}

function variable(text: string, { env, err }: Pick<Surroundings, 'env' | 'err'>): Variable {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const value = equals < 0 ? env[name] : text.slice(equals + 1)
  if (!SecretNameSchema.safeParse(name).success)
    throw new Misuse(`--env ${name}: a name is letters, digits and _, no digit first`)
  if (value === undefined)
    throw new Misuse(`--env ${name}: there is no such variable here; say ${name}=VALUE`)
  const parsed = VariableSchema.safeParse({ name, value })
  if (!parsed.success) throw new Misuse(`--env ${name}: its value is too long`)
  if (equals >= 0 && isSecret(parsed.data))
    err(
      `berth: ${name} looks like a secret, and other users of this machine can read a program’s arguments: say --env ${name} or --secret ${name}`,
    )
  return parsed.data
}

function saved(name: string): Variable {
  // Not repeated where it is none: somebody may have said the value.
  if (!SecretNameSchema.safeParse(name).success)
    throw new Misuse('--secret takes the name of a saved secret: letters, digits and _')
  return { name, value: '', saved: name }
}
