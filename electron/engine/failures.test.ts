import { describe, expect, it } from 'vitest'
import { explain } from '../../shared/model/explanations'
import { rows as explanationRows } from '../../shared/model/explanations/table'
import { failureRows, refusalFor, refusalForError } from './failures'

describe('the table of failures', () => {
  it.each(failureRows.map((row) => [row.id, row] as const))(
    '%s: its example belongs to it alone',
    (_id, row) => {
      const matching = failureRows.filter((other) => other.pattern.test(row.example))
      expect(matching.map((other) => other.id)).toEqual([row.id])
      expect(refusalFor({ text: `Error response from daemon: ${row.example}\n` }).refusal.code).toBe(row.code)
    },
  )

  it('and the table of explanations never contradict each other', () => {
    const texts = [...failureRows, ...explanationRows()].map(({ example }) => example)
    for (const text of texts) {
      const { code } = refusalFor({ text }).refusal
      const explained = explain(text)
      if (code === 'Unforeseen' || !explained) continue
      expect(besides[code]?.split(' ') ?? [], `${code} beside “${text}”`).toContain(explained.id)
    }
  })

  it('has no id twice', () => {
    expect(new Set(failureRows.map((row) => row.id)).size).toBe(failureRows.length)
  })
})

/** Which explanations may stand beside a refusal: both are read from the same text. */
const besides: Partial<Record<string, string>> = {
  EngineDown: 'docker-not-running tls-client-cert tls-mismatch',
  EnginePermission: 'docker-sock-permission',
  EngineTooOld: 'api-too-old api-too-new',
  GpuToolkitMissing:
    'cdi-unresolvable-runtime cdi-unresolvable-podman cdi-unresolvable-docker cdi-driver-missing gpu-driver-select gpu-vendor-unknown runtime-unknown',
  GpuGone: 'unknown-device cdi-unresolvable-docker',
  GpuDriverMissing: 'nvml-driver-not-loaded nvml-lib-missing-hook wsl-no-adapters',
  GpuDriverMismatch: 'nvml-version-mismatch-hook cdi-stale-spec',
  ShellMissing: 'smi-not-in-container entrypoint-missing',
  ContainerExited: 'entrypoint-missing',
  PortTaken: 'port-allocated port-in-use',
  NameTaken: 'name-conflict',
  FolderMissing: 'bind-source-missing',
  MountRefused: 'mounts-denied',
  ImagePlatform: 'platform-mismatch no-matching-manifest',
  ImageUnknown: 'pull-denied',
  ImageTagUnknown: 'manifest-unknown',
  RegistryRateLimit: 'rate-limit',
  RegistryUnreachable: 'x509-unknown-ca http-registry network-pull',
  RegistryUnauthorised: 'unauthorized',
  NoSpace: 'layer-extract no-space',
}

describe('refusalFor', () => {
  it('fills the gaps with what the text names, and the port as a number', () => {
    const { refusal } = refusalFor({
      text: 'driver failed programming external connectivity on endpoint lab (0d1f): Bind for 127.0.0.1:8888 failed: port is already allocated',
      status: 500,
      subject: { name: 'lab' },
    })
    expect(refusal.params).toEqual({ name: 'lab', host: '127.0.0.1', port: 8888 })
  })

  it('calls things as the caller does', () => {
    const { refusal } = refusalFor({ text: 'no basic auth credentials', subject: { image: 'lab:1' } })
    expect(refusal).toMatchObject({ code: 'RegistryUnauthorised', params: { image: 'lab:1' } })
  })

  it('prefers the caller’s name for a thing to the engine’s', () => {
    const text = 'No such container: 4f1c2d'
    expect(refusalFor({ text, subject: { name: 'vision' } }).refusal.params).toEqual({ name: 'vision' })
  })

  it('tells a path with spaces whole', () => {
    const text = 'invalid mount config for type "bind": bind source path does not exist: /data/my project'
    expect(refusalFor({ text }).refusal.params).toEqual({ path: '/data/my project' })
  })

  it.each([
    [400, 'InvalidInput'],
    [404, 'NotFound'],
    [409, 'Conflict'],
    [500, 'Unforeseen'],
  ] as const)('falls back on the status %d: %s, with the raw text', (status, code) => {
    const { refusal } = refusalFor({ text: 'something else\nentirely', status })
    expect(refusal).toMatchObject({ code, evidence: 'something else', raw: 'something else\nentirely' })
  })

  it('reads the first error when several addresses were tried', () => {
    const error = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:2375')], '')
    expect(refusalForError(error).refusal).toMatchObject({
      code: 'EngineDown',
      params: { address: '127.0.0.1:2375' },
    })
  })

  it('leaves a refusal as it is', () => {
    const error = refusalFor({ text: 'No such container: x' })
    expect(refusalForError(error)).toBe(error)
  })
})
