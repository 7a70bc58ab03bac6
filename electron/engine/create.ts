// A CreateSpec as the engine wants it.
import { EnvironmentNameSchema } from '../../shared/model/names'
import { RefusalError } from '../../shared/model/refusal'
import { checkedReference } from './checked'
import type { CreateSpec } from './types'

export function createBody(spec: CreateSpec): object {
  const bindings = spec.ports.map(
    // '' lets the engine choose.
    ({ containerPort, hostIp, hostPort }) =>
      [
        `${containerPort}/tcp`,
        [{ HostIp: hostIp, HostPort: hostPort === 0 ? '' : String(hostPort) }],
      ] as const,
  )
  return {
    Image: checkedReference(spec.image),
    ...(spec.cmd ? { Cmd: spec.cmd } : {}),
    ...(spec.entrypoint ? { Entrypoint: spec.entrypoint } : {}),
    Env: spec.env,
    Labels: spec.labels,
    User: spec.user,
    WorkingDir: spec.workingDir,
    Tty: spec.tty,
    OpenStdin: spec.openStdin,
    ExposedPorts: Object.fromEntries(spec.ports.map(({ containerPort }) => [`${containerPort}/tcp`, {}])),
    HostConfig: {
      PortBindings: Object.fromEntries(bindings),
      // Mounts, not Binds: a source that is not there is refused instead of being made, owned by root.
      Mounts: spec.binds.map(({ source, target, readOnly }) => ({
        ...{ Type: 'bind', Source: source, Target: target, ReadOnly: readOnly },
      })),
      DeviceRequests: spec.deviceRequests.map(({ driver, count, deviceIds, capabilities }) => ({
        ...{ Driver: driver, Count: count, DeviceIDs: deviceIds, Capabilities: capabilities, Options: {} },
      })),
      ...(spec.shmBytes === null ? {} : { ShmSize: spec.shmBytes }),
      ...(spec.memoryBytes === null ? {} : { Memory: spec.memoryBytes }),
      ...(spec.nanoCpus === null ? {} : { NanoCpus: spec.nanoCpus }),
      RestartPolicy: { Name: spec.restart },
      Init: spec.init,
    },
  }
}

/** '' lets the engine invent a name. */
export function createQuery({ name }: CreateSpec): { name?: string } {
  if (name === '') return {}
  if (!EnvironmentNameSchema.safeParse(name).success)
    throw new RefusalError('InvalidInput', { params: { what: 'name' }, evidence: name.slice(0, 100) })
  return { name }
}
