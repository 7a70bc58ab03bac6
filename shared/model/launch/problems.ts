// What a launch would stop at, known before anything is made.
import type { LaunchSpec } from '../launch-spec'
import { refusal, type Refusal } from '../refusal'
import { isSecret, shellsKeep } from '../secrets'
import { reservedEnv } from './container'
import { judgedPath } from './guard'
import type { ContainerUser, ImageInside, JudgedPath, LaunchHost } from './host'
import { places } from './places'
import { mayWrite } from './user'

export function folderProblems(spec: LaunchSpec, host: LaunchHost, runAs: ContainerUser): Refusal[] {
  const { folder } = host
  const path = spec.projectFolder
  const refuse = (code: 'FolderMissing' | 'FolderNotWritable' | 'MountRefused', params = {}) =>
    refusal(code, { params: { path, ...params }, evidence: path, actions: ['choose-folder'] })
  const against = whyNot(judgedPath(host, { path, readOnly: false }))
  if (against !== null) return [refuse('MountRefused', against)]
  if (folder.is === 'missing') return folder.made ? [] : [refuse('FolderMissing')]
  if (folder.is === 'not-a-folder') return [refuse('FolderMissing')]
  if (folder.is === 'folder' && !mayWrite(folder, runAs.files))
    return [refuse('FolderNotWritable', { uid: runAs.files.uid, owner: folder.ownerUid })]
  return []
}

/** What stands against mounting it, for the words of a refusal; null: nothing. */
function whyNot(judged: JudgedPath | undefined): Record<string, string> | null {
  // Nobody looked where it leads: never mounted.
  if (judged === undefined) return { reason: 'source-missing' }
  const { judgement, real } = judged
  if (judgement.is === 'free') return null
  return judgement.is === 'refused'
    ? { reason: judgement.why, real }
    : { reason: 'asks', risk: judgement.why, real }
}

/**
 * Targets that a mount may not hide, nor catch what is put there: the token, written through a mount over /run, would
 * stay in the host's folder.
 */
const ours = [
  ...[places.workspace, places.secrets, '/run', '/', '/proc', '/sys', '/dev'],
  ...['/etc', '/etc/passwd', '/etc/group'],
]

/** The path as the container knows it; in nearly every image /var/run is a link to /run. */
export function mountTarget(target: string): string {
  return target
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/^\/var\/run(?=\/|$)/, '/run')
}

export function mountProblems(spec: LaunchSpec, host: LaunchHost): Refusal[] {
  const seen = new Set<string>()
  return spec.mounts.flatMap((mount) => {
    const refuse = (reason: string, params = {}) =>
      refusal('MountRefused', {
        params: { path: mount.source, target: mount.target, reason, ...params },
        evidence: `${mount.source} → ${mount.target}`,
      })
    const target = mountTarget(mount.target)
    const twice = seen.has(target)
    seen.add(target)
    const judged = judgedPath(host, { path: mount.source, readOnly: mount.readOnly })
    const against = whyNot(judged)
    if (against !== null) return [refuse('', against)]
    if (judged?.exists === false) return [refuse('source-missing')]
    if (
      twice ||
      ours.includes(target) ||
      target.startsWith(`${places.secrets}/`) ||
      // The container's user needs a home to write to.
      (mount.readOnly && `${places.home}/`.startsWith(`${target}/`)) ||
      /(^|\/)\.\.?(\/|$)/.test(target)
    )
      return [refuse('target-taken')]
    return []
  })
}

export function inputProblems(spec: LaunchSpec, host: LaunchHost): Refusal[] {
  const invalid = (field: string, params: Record<string, string | number>) =>
    refusal('InvalidInput', { params: { field, ...params } })
  return [
    ...(spec.name !== '' && host.takenNames.includes(spec.name)
      ? [refusal('NameTaken', { params: { name: spec.name }, evidence: spec.name })]
      : []),
    ...(spec.cpus !== null && spec.cpus > host.cpus
      ? [invalid('cpus', { wanted: spec.cpus, most: host.cpus })]
      : []),
    ...(spec.shmBytes !== null && spec.shmBytes > host.memoryBytes
      ? [invalid('shmBytes', { wanted: spec.shmBytes, most: host.memoryBytes })]
      : []),
    ...spec.env.filter(({ name }) => reservedEnv.includes(name)).map(({ name }) => invalid('env', { name })),
    ...spec.env
      .filter((variable) => isSecret(variable) && shellsKeep(variable.name))
      .map(({ name }) => invalid('secret', { name })),
  ]
}

/** A shell reads the file of secret variables before the program starts. */
export function secretProblems(spec: LaunchSpec, inside: ImageInside | null): Refusal[] {
  if (inside === null || inside.shell !== '' || !spec.env.some(isSecret)) return []
  return [refusal('ShellMissing', { params: { image: spec.image }, evidence: spec.image })]
}
