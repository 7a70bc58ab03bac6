// The engine's lists and inspections, read into this house's words.
import { z } from 'zod'
import type { ContainerDetails, ContainerSummary, ImageDetails } from './types'

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
const record = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels) => labels ?? {})
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

const MountSchema = z
  .object({ Type: text, Name: text, Source: text, Destination: z.string(), RW: z.boolean().default(true) })
  .transform((mount) => ({
    type: mount.Type,
    name: mount.Name,
    source: mount.Source,
    target: mount.Destination,
    readOnly: !mount.RW,
  }))

const PortSchema = z.object({
  IP: text,
  PrivatePort: z.number(),
  PublicPort: z.number().optional(),
  Type: z.string(),
})

export const SummariesSchema = z.array(
  z
    .object({
      Id: z.string(),
      Names: list(z.string()),
      Image: text,
      ImageID: text,
      Created: z.number(),
      State: z.string(),
      Status: text,
      Labels: record,
      Ports: list(PortSchema),
      Mounts: list(MountSchema),
    })
    .transform((one): ContainerSummary => ({
      id: one.Id,
      name: nameAmong(one.Names),
      image: one.Image,
      imageId: one.ImageID,
      state: one.State,
      status: one.Status,
      createdAt: one.Created * 1000,
      labels: one.Labels,
      ports: one.Ports.flatMap(({ IP, PrivatePort, PublicPort, Type }) =>
        PublicPort === undefined
          ? []
          : [{ hostIp: IP, hostPort: PublicPort, containerPort: PrivatePort, protocol: Type }],
      ),
      mounts: one.Mounts,
    })),
)

/** '/other/alias' are links of old; the container's own name has one slash. */
function nameAmong(names: string[]): string {
  const own = names.find((name) => name.lastIndexOf('/') <= 0) ?? names[0] ?? ''
  return own.replace(/^\//, '')
}

const DeviceRequestSchema = z
  .object({
    Driver: text,
    Count: z.number().default(0),
    DeviceIDs: list(z.string()),
    Capabilities: list(list(z.string())),
  })
  .transform((asked) => ({
    driver: asked.Driver,
    count: asked.Count,
    deviceIds: asked.DeviceIDs,
    capabilities: asked.Capabilities,
  }))

export const DetailsSchema = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Created: z.string(),
    Image: text,
    SizeRw: z.number().nullish(),
    State: z.object({
      Status: z.string(),
      Running: z.boolean(),
      ExitCode: z.number().default(0),
      OOMKilled: z.boolean().default(false),
      Error: text,
      StartedAt: text,
      Pid: z.number().default(0),
    }),
    Config: z.object({
      Image: text,
      Tty: z.boolean().default(false),
      Env: list(z.string()),
      User: text,
      WorkingDir: text,
      Labels: record,
    }),
    HostConfig: z.object({ DeviceRequests: list(DeviceRequestSchema), ShmSize: z.number().nullish() }),
    Mounts: list(MountSchema),
    NetworkSettings: z
      .object({ Ports: z.record(z.string(), list(z.object({ HostIp: text, HostPort: text }))).nullish() })
      .nullish(),
  })
  .transform(({ State: state, Config: config, ...one }): ContainerDetails => ({
    id: one.Id,
    name: one.Name.replace(/^\//, ''),
    image: config.Image,
    imageId: one.Image,
    state: state.Status,
    status: state.Status,
    createdAt: Date.parse(one.Created),
    labels: config.Labels,
    ports: publishedPorts(one.NetworkSettings?.Ports ?? {}),
    mounts: one.Mounts,
    running: state.Running,
    exitCode: state.Running || state.Status === 'created' ? null : state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error,
    startedAt: moment(state.StartedAt),
    pid: state.Pid,
    tty: config.Tty,
    env: config.Env,
    user: config.User,
    workingDir: config.WorkingDir,
    deviceRequests: one.HostConfig.DeviceRequests,
    sizeRwBytes: one.SizeRw ?? null,
    shmBytes: one.HostConfig.ShmSize ?? null,
  }))

function publishedPorts(
  ports: Record<string, { HostIp: string; HostPort: string }[]>,
): ContainerSummary['ports'] {
  return Object.entries(ports).flatMap(([key, bindings]) => {
    const [containerPort = '', protocol = 'tcp'] = key.split('/')
    return bindings.map(({ HostIp, HostPort }) => ({
      ...{ hostIp: HostIp, hostPort: Number(HostPort), containerPort: Number(containerPort), protocol },
    }))
  })
}

/** The engine writes the year 1 for "never". */
function moment(at: string): number | null {
  const time = Date.parse(at)
  return Number.isNaN(time) || time <= 0 ? null : time
}

export const ImageSchema = z
  .object({
    Id: z.string(),
    RepoTags: list(z.string()),
    RepoDigests: list(z.string()),
    Config: z
      .object({
        Env: list(z.string()),
        Cmd: list(z.string()),
        Entrypoint: list(z.string()),
        User: text,
        WorkingDir: text,
        Labels: record,
      })
      .nullish(),
    Architecture: text,
    Os: text,
    Size: z.number().default(0),
    RootFS: z.object({ Layers: list(z.string()) }).nullish(),
  })
  .transform(({ Config: config, ...one }): ImageDetails => ({
    id: one.Id,
    repoTags: one.RepoTags,
    repoDigests: one.RepoDigests,
    env: config?.Env ?? [],
    cmd: config?.Cmd ?? [],
    entrypoint: config?.Entrypoint ?? [],
    user: config?.User ?? '',
    workingDir: config?.WorkingDir ?? '',
    labels: config?.Labels ?? {},
    architecture: one.Architecture,
    os: one.Os,
    sizeBytes: one.Size,
    diffIds: one.RootFS?.Layers ?? [],
  }))
