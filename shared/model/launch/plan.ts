// Decides a whole launch from the spec and the machine's facts; does nothing itself.
import type { PlanStep } from '../../contract/launch'
import type { LaunchSpec } from '../launch-spec'
import { isSecret } from '../secrets'
import { dockerCommand } from './command'
import { containerOf } from './container'
import { resolveGpus } from './gpus'
import type { ContainerSpec, ContainerUser, ImageInside, LaunchHost, PlannedLaunch } from './host'
import { defaultShmBytes } from './memory'
import { freeName, nameOfFolder } from './name'
import { folderProblems, inputProblems, mountProblems, secretProblems } from './problems'
import { accountName, userOf } from './user'

type ImageChoice = { image: string; inside: ImageInside | null; jupyter: boolean; derive: boolean }

/** Where JupyterLab comes from: the image, a kept derived image, one still to be made, or nowhere. */
function imageChoice(spec: LaunchSpec, host: LaunchHost): ImageChoice {
  const { image } = host
  const inside = image.is === 'present' ? image.inside : null
  const has = inside ? inside.jupyterLab !== null : (host.expectsJupyter ?? true)
  if (has) return { image: spec.image, inside, jupyter: true, derive: false }
  if (spec.withoutJupyter === 'terminal-only')
    return { image: spec.image, inside, jupyter: false, derive: false }
  if (image.is === 'present' && image.derived !== null)
    return { image: image.derived.reference, inside: image.derived.inside, jupyter: true, derive: false }
  return { image: spec.image, inside, jupyter: true, derive: true }
}

export function planLaunch(spec: LaunchSpec, host: LaunchHost): PlannedLaunch {
  const choice = imageChoice(spec, host)
  const gpus = resolveGpus(spec.gpus, host)
  const owner = userOf(host)
  const runAs = { ...owner, name: nameInside(owner, choice.inside) }
  const name = spec.name === '' ? freeName(nameOfFolder(spec.projectFolder), host.takenNames) : spec.name
  const shmBytes =
    spec.shmBytes ??
    defaultShmBytes({
      totalBytes: host.memoryBytes,
      freeBytes: host.freeMemoryBytes,
      limitBytes: spec.memoryBytes,
    })
  const { image, inside, jupyter } = choice
  const container = containerOf(spec, host, { name, image, inside, jupyter, gpus, runAs, shmBytes })
  return {
    name,
    steps: steps({ spec, host, choice, container, runAs, cards: gpus.gpus.length }),
    dockerCommand: dockerCommand({
      container,
      runAs,
      jupyter,
      secrets: spec.env.filter(isSecret).map(({ name }) => name),
      chownToken: !host.engine.rootless && runAs.uid !== host.process.uid,
    }),
    problems: [
      ...inputProblems(spec, host),
      ...folderProblems(spec, host, runAs),
      ...mountProblems(spec, host),
      ...secretProblems(spec, inside),
      ...gpus.problems,
    ],
    gpus: gpus.gpus,
    shmBytes,
    user: runAs.files,
    container,
    runAs,
    jupyter,
    environmentId: host.environmentId,
  }
}

/** The image may know the uid by a name of its own; then the prompt says that one. */
function nameInside(runAs: ContainerUser, inside: ImageInside | null): string {
  return (inside && accountName(inside.passwd, runAs.uid)) ?? runAs.name
}

type Told = {
  spec: LaunchSpec
  host: LaunchHost
  choice: ImageChoice
  container: ContainerSpec
  runAs: ContainerUser
  cards: number
}

function steps({ spec, host, choice, container, runAs, cards }: Told): PlanStep[] {
  const port = host.freePort
  const creating: PlanStep = {
    id: 'create',
    params: {
      name: container.name,
      image: container.image,
      folder: spec.projectFolder,
      uid: runAs.files.uid,
      gid: runAs.files.gid,
      containerUid: runAs.uid,
      gpus: cards,
      shmBytes: container.shmBytes ?? 0,
      ...(choice.jupyter ? { port } : {}),
    },
  }
  return [
    { id: 'check', params: { folder: spec.projectFolder } },
    ...(host.image.is === 'absent' ? [{ id: 'pull' as const, params: { image: spec.image } }] : []),
    ...(choice.derive ? [{ id: 'derive' as const, params: { image: spec.image } }] : []),
    creating,
    { id: 'start', params: { name: container.name } },
    ...(choice.jupyter
      ? [
          { id: 'wait' as const, params: { port } },
          { id: 'open' as const, params: { port } },
        ]
      : []),
  ]
}
