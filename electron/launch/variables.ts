// Takes the values of secret variables out of a spec, before anything shows, keeps or prints it.
import { labels } from '../../shared/model/labels'
import { places, readSecretFile, secretNames } from '../../shared/model/launch'
import type { LaunchSpec, Variable } from '../../shared/model/launch-spec'
import { RefusalError } from '../../shared/model/refusal'
import { isSecret } from '../../shared/model/secrets'
import type { ContainerDetails, Engine } from '../engine'

/** Values by variable. They never leave the main process but for the container's file. */
export type Secrets = ReadonlyMap<string, string>

export type Sources = {
  /** Refuses with SecretMissing, SecretsUnreadable. */
  saved(name: string): Promise<string>
  /** What was typed for an earlier launch of this session; undefined when that is put away. */
  typedFor(taskId: string, name: string): string | undefined
  heard(value: string): void
}

/** The spec as it may be shown: what is secret in it says for which launch it was given. */
export async function takeOut(
  spec: LaunchSpec,
  taskId: string,
  sources: Sources,
): Promise<{ spec: LaunchSpec; secrets: Secrets }> {
  const secrets = new Map<string, string>()
  const env: Variable[] = []
  for (const variable of spec.env) {
    if (!isSecret(variable)) env.push(variable)
    else {
      const value = await valueOf(variable, sources)
      sources.heard(value)
      secrets.set(variable.name, value)
      env.push({ name: variable.name, value: '', secret: true, typedFor: taskId })
    }
  }
  return { spec: { ...spec, env }, secrets }
}

async function valueOf({ name, value, saved, typedFor }: Variable, sources: Sources): Promise<string> {
  if (saved !== undefined) return await sources.saved(saved)
  if (typedFor === undefined) return value
  const typed = sources.typedFor(typedFor, name)
  if (typed === undefined)
    throw new RefusalError('SecretMissing', { params: { name, reason: 'typed' }, evidence: name })
  return typed
}

/** More than any program's environment may be (Linux: 6 MiB), with every character escaped. */
const mostBytes = 32 * 2 ** 20

/** What a container was given as secret variables; none where its file is gone. Refuses with SecretMissing. */
export async function secretsIn(engine: Engine, container: ContainerDetails): Promise<Secrets> {
  if (secretNames(container.labels[labels.spec]).length === 0) return new Map()
  const text = await textIn(engine, container)
  if (text === null) return new Map()
  const secrets = readSecretFile(text)
  if (secrets !== null) return secrets
  throw new RefusalError('SecretMissing', {
    params: { what: container.name, reason: 'file' },
    evidence: `${places.secretFile} is not as Berth wrote it`,
  })
}

async function textIn(engine: Engine, { id, running }: ContainerDetails): Promise<string | null> {
  const file = await engine.containers.readFile(id, places.secretFile, { maxBytes: mostBytes })
  if (file !== null || !running) return file?.toString('utf8') ?? null
  // The engine finds no file in a container one of whose mounted folders was moved away; the container itself does.
  const { exitCode, stdout } = await engine.containers.run(id, { cmd: ['cat', places.secretFile] })
  return exitCode === 0 ? stdout : null
}
