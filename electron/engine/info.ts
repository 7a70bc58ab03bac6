// What the engine says of its own setup: asked afresh, for the doctor, who compares it with the machine.
import { z } from 'zod'
import type { Calls } from './calls'
import type { EngineInfo } from './types'

const texts = z.array(z.string()).nullish()
const InfoSchema = z
  .object({
    CgroupDriver: z.string().default(''),
    CgroupVersion: z.string().default(''),
    Driver: z.string().default(''),
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
  })
  .transform((info): EngineInfo => ({
    cgroupDriver: info.CgroupDriver,
    cgroupVersion: info.CgroupVersion,
    storageDriver: info.Driver,
    dataRoot: info.DockerRootDir,
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
  }))

/** The answer of `GET /info` as one engine or another gives it. */
export function readInfo(json: unknown): EngineInfo {
  return InfoSchema.parse(json)
}

export function createInfo(calls: Calls): (signal?: AbortSignal) => Promise<EngineInfo> {
  return (signal) => calls.json({ method: 'GET', path: '/info' }, InfoSchema, { signal, deadline: 8_000 })
}
