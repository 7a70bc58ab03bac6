// What the engine's own configuration says of its folder and its registries.
import { z } from 'zod'
import type { Calls } from './calls'
import type { EngineInfo } from './types'

const strings = z
  .array(z.string())
  .nullish()
  .transform((items) => items ?? [])

/** moby api/types/system/info.go; Podman leaves RegistryConfig out, and engines that only run as a swarm's client too. */
const InfoSchema = z.object({
  DockerRootDir: z.string().default(''),
  DriverStatus: z.array(z.array(z.string())).nullish(),
  RegistryConfig: z
    .object({
      Mirrors: strings,
      InsecureRegistryCIDRs: strings,
      IndexConfigs: z.record(z.string(), z.object({ Secure: z.boolean().default(true) })).nullish(),
    })
    .nullish(),
})

export async function readInfo(calls: Calls, signal: AbortSignal | undefined): Promise<EngineInfo> {
  const info = await calls.json({ method: 'GET', path: '/info' }, InfoSchema, { signal })
  const registries = info.RegistryConfig
  const containerd = (info.DriverStatus ?? []).some(([, value]) => value === 'io.containerd.snapshotter.v1')
  return {
    dataRoot: info.DockerRootDir,
    store: containerd ? 'digest' : 'chain',
    mirrors: registries?.Mirrors ?? [],
    insecureHosts: Object.entries(registries?.IndexConfigs ?? {}).flatMap(([host, { Secure }]) =>
      Secure ? [] : [host],
    ),
    insecureCidrs: registries?.InsecureRegistryCIDRs ?? [],
  }
}
