// What the engine says of its own setup: its folder, store, registries, drivers and devices. Asked afresh each time.
import { z } from 'zod'
import type { Calls } from './calls'
import type { EngineInfo } from './types'

const texts = z.array(z.string()).nullish()

/** moby api/types/system/info.go; Podman leaves RegistryConfig out, and engines that only run as a swarm's client too. */
const InfoSchema = z
  .object({
    CgroupDriver: z.string().default(''),
    CgroupVersion: z.string().default(''),
    Driver: z.string().default(''),
    DriverStatus: z.array(z.array(z.string())).nullish(),
    DockerRootDir: z.string().default(''),
    KernelVersion: z.string().default(''),
    OperatingSystem: z.string().default(''),
    Architecture: z.string().default(''),
    ServerVersion: z.string().default(''),
    SystemTime: z.string().default(''),
    HttpProxy: z.string().default(''),
    HttpsProxy: z.string().default(''),
    LiveRestoreEnabled: z.boolean().default(false),
    SecurityOptions: texts,
    CDISpecDirs: texts,
    Runtimes: z.record(z.string(), z.unknown()).nullish(),
    DiscoveredDevices: z.array(z.object({ Source: z.string(), ID: z.string() })).nullish(),
    RegistryConfig: z
      .object({
        Mirrors: texts,
        InsecureRegistryCIDRs: texts,
        IndexConfigs: z.record(z.string(), z.object({ Secure: z.boolean().default(true) })).nullish(),
      })
      .nullish(),
  })
  .transform((info): EngineInfo => ({
    cgroupDriver: info.CgroupDriver,
    cgroupVersion: info.CgroupVersion,
    storageDriver: info.Driver,
    dataRoot: info.DockerRootDir,
    store: (info.DriverStatus ?? []).some(([, value]) => value === 'io.containerd.snapshotter.v1')
      ? 'digest'
      : 'chain',
    kernel: info.KernelVersion,
    os: info.OperatingSystem,
    architecture: info.Architecture,
    version: info.ServerVersion,
    systemTime: info.SystemTime,
    proxy: info.HttpsProxy || info.HttpProxy,
    liveRestore: info.LiveRestoreEnabled,
    rootless: (info.SecurityOptions ?? []).some((option) => /(^|=)rootless(,|$)/.test(option)),
    cdiFolders: info.CDISpecDirs ?? null,
    cdiDevices: (info.DiscoveredDevices ?? []).filter(({ Source }) => Source === 'cdi').map(({ ID }) => ID),
    runtimes: Object.keys(info.Runtimes ?? {}),
    mirrors: info.RegistryConfig?.Mirrors ?? [],
    insecureHosts: Object.entries(info.RegistryConfig?.IndexConfigs ?? {}).flatMap(([host, { Secure }]) =>
      Secure ? [] : [host],
    ),
    insecureCidrs: info.RegistryConfig?.InsecureRegistryCIDRs ?? [],
  }))

/** The answer of `GET /info` as one engine or another gives it. */
export function readInfo(json: unknown): EngineInfo {
  return InfoSchema.parse(json)
}

export function createInfo(calls: Calls): (signal?: AbortSignal) => Promise<EngineInfo> {
  return (signal) => calls.json({ method: 'GET', path: '/info' }, InfoSchema, { signal, deadline: 8_000 })
}
