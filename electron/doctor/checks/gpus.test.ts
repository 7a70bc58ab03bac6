import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RefusalError } from '../../../shared/model/refusal'
import type { CheckId } from '../../../shared/contract/doctor'
import {
  card,
  changed,
  engineUp,
  healthyGpus,
  now,
  outcomesOf,
  recordedEngine,
  smiTable,
  tiny,
  without,
} from '../machine.test-support'
import type { Recorded, RecordedEngine } from '../machine.test-support'
import { openLook } from '../look'
import { recordedMachine } from '../machine.test-support'

const gpuChecks = [
  ...([
    'driver',
    'driver-versions',
    'cards',
    'toolkit',
    'toolkit-configured',
    'engine-restarted',
    'cdi',
  ] as const),
  ...(['gpu-container', 'cgroup-hazard', 'persistence'] as const),
]
const sample = (name: string) => readFileSync(join(import.meta.dirname, '../../gpu/samples', name), 'utf8')
const smi = (text: string, code = 0): Recorded => ({ commands: { '--query-gpu': { text, code } } })
const noModule = '/proc/driver/nvidia/version'
const refusal = (raw: string) => new RefusalError('GpuToolkitMissing', { raw, evidence: raw })
const unselected = refusal('could not select device driver "" with capabilities: [[gpu]]')
const plain: RecordedEngine = { info: { runtimes: ['runc'] } }

async function findings(machine: Recorded, engine: RecordedEngine = {}) {
  const outcomes = await outcomesOf(gpuChecks, machine, engine)
  return (id: CheckId & (typeof gpuChecks)[number]) => outcomes[id]
}
const problems = async (machine: Recorded, engine: RecordedEngine = {}) =>
  Object.entries(await outcomesOf(gpuChecks, machine, engine)).flatMap(([id, { state, finding }]) =>
    state === 'problem' ? [`${id}: ${finding}`] : [],
  )

describe('a workstation in order', () => {
  it('has no problem, and a container that sees both cards', async () => {
    const log = 'GPU 0: NVIDIA A100 (UUID: GPU-1)\nGPU 1: NVIDIA A100 (UUID: GPU-2)\n'
    const of = await findings(healthyGpus, { images: tiny, start: { log, exitCode: 0 } })
    expect(await problems(healthyGpus)).toEqual([])
    expect(of('driver')).toMatchObject({ finding: 'driver-loaded', params: { version: '570.195.03' } })
    expect(of('toolkit')).toMatchObject({ finding: 'toolkit-present', params: { version: '1.17.8' } })
    expect(of('gpu-container')).toMatchObject({
      finding: 'gpu-container-runs',
      params: { image: 'busybox:1.36', count: 2 },
    })
    expect(of('cdi').finding).toBe('cdi-not-used')
  })

  it('without a card everything says that it runs on the CPU', async () => {
    const of = await findings({ files: {} })
    for (const id of gpuChecks) expect(of(id)).toMatchObject({ state: 'not-applicable', finding: 'cpu-only' })
  })
})

describe('the driver', () => {
  it.each<[string, Recorded, string[]]>([
    [
      'a card and no driver',
      without([noModule], { ...healthyGpus, commands: {} }),
      ['driver: driver-missing'],
    ],
    [
      'a driver that is not loaded',
      without([noModule], changed(smi(sample('fail-no-driver.txt'), 9))),
      ['driver: driver-not-loaded'],
    ],
    [
      'an upgrade without a restart',
      changed(smi(sample('fail-mismatch.txt'), 18)),
      ['driver-versions: versions-differ'],
    ],
    ['no device', changed(smi(sample('fail-no-devices.txt'), 6)), ['cards: cards-none']],
    ['a lost card', changed(smi(sample('fail-gpu-lost-old.txt'), 15)), ['cards: card-lost']],
    [
      'a lost card beside a healthy one',
      changed(smi(`${smiTable([card(1)])}\n${sample('fail-gpu-lost-new-partial.txt').split('\n')[0] ?? ''}`)),
      ['cards: card-lost'],
    ],
    [
      'a card that needs a reset',
      changed(
        smi(
          smiTable([
            '0, [GPU requires reset], [GPU requires reset], [GPU requires reset], [N/A], [N/A]',
            card(1),
          ]),
        ),
      ),
      ['cards: card-needs-reset'],
    ],
  ])('%s is one problem', async (_, machine, found) => {
    expect(await problems(machine)).toEqual(found)
  })

  it('says what holds the card back where that can be seen', async () => {
    const broken = without([noModule], changed(smi(sample('fail-no-driver.txt'), 9)))
    const reason = async (files: Record<string, string>) =>
      (await findings(changed({ files }, broken)))('driver').params['reason']
    expect(await reason({ '/sys/module/nouveau/version': '' })).toBe('nouveau')
    expect(await reason({ '/sys/firmware/efi/efivars/SecureBoot-8be4df61': '\x06\0\0\0\x01' })).toBe(
      'secure-boot',
    )
    expect(await reason({ '/sys/firmware/efi/efivars/SecureBoot-8be4df61': '\x06\0\0\0\0' })).toBe('')
  })

  it('a tool that never answers is no verdict', async () => {
    const of = await findings(changed({ commands: { '--query-gpu': 'silent' } }))
    expect(of('cards')).toMatchObject({ state: 'unknown', finding: 'cards-silent' })
    // Nor does it say that the versions agree: nobody has compared them.
    expect(of('driver-versions')).toMatchObject({ state: 'unknown', finding: 'versions-untold' })
    const without = await findings({ ...healthyGpus, commands: {} })
    expect(without('driver-versions')).toMatchObject({ state: 'unknown', finding: 'versions-untold' })
  })

  it('persistence counts on cards without a display', async () => {
    const rows = [card(0, 'Disabled, Disabled'), card(1, 'Disabled, Enabled')]
    expect((await findings(changed(smi(smiTable(rows)))))('persistence')).toMatchObject({
      finding: 'persistence-off',
      params: { count: 1 },
    })
  })
})

describe('the toolkit', () => {
  const bare: Recorded = { ...healthyGpus, programs: [] }
  const start = now - 3_600_000

  it('missing, and nothing else', async () => {
    const engine = { ...plain, images: tiny, start: unselected }
    expect(await problems(bare, engine)).toEqual(['toolkit: toolkit-missing'])
    expect((await findings(bare, engine))('toolkit').evidence).toContain('could not select device driver')
  })

  it('is there when a container gets its cards, wherever it is kept', async () => {
    const engine = { ...plain, images: tiny, start: { log: 'GPU 0: A (UUID: GPU-1)', exitCode: 0 } }
    expect(await problems(bare, engine)).toEqual([])
  })

  it('the snap of Docker does not find it', async () => {
    const info = { runtimes: ['runc'], dataRoot: '/var/snap/docker/common/var-lib-docker' }
    expect(await problems(healthyGpus, { info })).toEqual(['toolkit: toolkit-snap-engine'])
  })

  it('installed after the engine started: not configured, also before there is an image to try', async () => {
    const machine = changed({
      changed: { '/var/run/docker.pid': start, '/usr/bin/nvidia-container-runtime-hook': now },
    })
    for (const engine of [plain, { ...plain, images: tiny, start: unselected }])
      expect(await problems(machine, engine)).toEqual(['toolkit-configured: toolkit-unconfigured'])
  })

  it('configured after the engine started: the engine has to be restarted', async () => {
    const files = {
      '/etc/docker/daemon.json': '{"runtimes": {"nvidia": {"path": "nvidia-container-runtime"}}}',
    }
    const machine = changed({
      files,
      changed: { '/var/run/docker.pid': start, '/etc/docker/daemon.json': now },
    })
    expect(await problems(machine, { ...plain, images: tiny, start: unselected })).toEqual([
      'engine-restarted: engine-not-restarted',
    ])
  })

  it('another change of daemon.json is worth a word', async () => {
    const machine = changed({ changed: { '/var/run/docker.pid': start, '/etc/docker/daemon.json': now } })
    expect((await findings(machine))('engine-restarted')).toMatchObject({
      state: 'advice',
      finding: 'engine-config-newer',
    })
  })

  it('reads the configuration that the engine was started with', async () => {
    const files = {
      '/proc/812/cmdline': 'dockerd\0--config-file=/srv/docker.json\0',
      '/srv/docker.json': '{"runtimes":{"nvidia":{}}}',
    }
    const of = await findings(changed({ files, changed: { '/var/run/docker.pid': start } }), plain)
    expect(of('toolkit-configured')).toMatchObject({
      finding: 'runtime-in-file',
      params: { file: '/srv/docker.json' },
    })
  })

  it('does not apply to an engine on another machine, nor to Docker Desktop', async () => {
    const remote = await findings(healthyGpus, {
      state: engineUp({ local: false, address: 'tcp://far:2376' }),
    })
    expect(remote('toolkit').finding).toBe('engine-remote')
    expect(remote('gpu-container').finding).toBe('engine-remote')
    const desktop = await findings(healthyGpus, { state: engineUp({ product: 'desktop' }) })
    expect(desktop('toolkit').finding).toBe('toolkit-not-needed')
  })
})

describe('CDI', () => {
  const base: Recorded = { ...healthyGpus, programs: ['nvidia-ctk', 'nvidia-cdi-hook'] }
  const specification = (names: string[], hostPath = '/usr/bin/nvidia-smi') =>
    ['cdiVersion: 0.5.0', 'kind: nvidia.com/gpu', 'devices:', ...names.map((name) => `- name: "${name}"`)]
      .concat(['containerEdits:', '  mounts:', `  - hostPath: ${hostPath}`])
      .join('\n')
  const described = (text: string) => changed({ files: { '/etc/cdi/nvidia.yaml': text } }, base)

  it('not generated, where it is the only way', async () => {
    expect(await problems(base, plain)).toEqual(['cdi: cdi-missing'])
    const podman = {
      state: engineUp({ product: 'podman', version: '5.4.0' }),
      info: { runtimes: [], version: '5.4.0' },
    }
    expect(await problems(healthyGpus, podman)).toEqual(['cdi: cdi-missing'])
  })

  it('switched off in the engine', async () => {
    const info = { runtimes: ['runc'], cdiFolders: null, version: '26.1.5' }
    expect(await problems(base, { info })).toEqual(['cdi: cdi-off'])
  })

  it('an engine that is too old for it needs the whole toolkit', async () => {
    const info = { runtimes: ['runc'], cdiFolders: null, version: '20.10.24' }
    expect(await problems(base, { info })).toEqual(['toolkit: toolkit-missing'])
  })

  it('of other cards, of an older driver, and no specification at all', async () => {
    expect(await problems(described(specification(['0', 'all'])), plain)).toEqual(['cdi: cdi-cards-differ'])
    const old = '/usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14'
    expect(await problems(described(specification(['0', '1', 'all'], old)), plain)).toEqual([
      'cdi: cdi-files-gone',
    ])
    expect(await problems(described('<html>'), plain)).toEqual(['cdi: cdi-unreadable'])
  })

  it('that fits is fine, and stale ones that nothing uses are advice', async () => {
    const of = await findings(described(specification(['0', '1', 'all'])), plain)
    expect(of('cdi')).toMatchObject({ finding: 'cdi-matches', params: { count: 3 } })
    const unused = changed({ files: { '/etc/cdi/nvidia.yaml': specification(['0']) } })
    expect((await findings(unused))('cdi')).toMatchObject({ state: 'advice', finding: 'cdi-cards-differ' })
  })

  it('is how the container asks for its cards then', async () => {
    const engine = {
      ...plain,
      images: tiny,
      start: refusal('CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all'),
    }
    const of = await findings(described(specification(['0', '1', 'all'])), engine)
    expect(of('gpu-container').evidence).toContain('--device nvidia.com/gpu=all')
  })
})

describe('the container', () => {
  const tried = async (start: RecordedEngine['start']) =>
    (await findings(healthyGpus, { images: tiny, ...(start === undefined ? {} : { start }) }))(
      'gpu-container',
    )

  it('is not tried without an image, nor with one that is too small to hold a shell', async () => {
    expect((await findings(healthyGpus))('gpu-container').finding).toBe('gpu-container-no-image')
    const hello = [{ id: 'sha256:2', references: ['hello-world:latest'], sizeBytes: 13_000 }]
    expect((await findings(healthyGpus, { images: hello }))('gpu-container').finding).toBe(
      'gpu-container-no-image',
    )
  })

  it('that starts blind is a problem; one that cannot run nvidia-smi says only that it starts', async () => {
    expect(await tried({ log: 'Failed to initialize NVML: Unknown Error', exitCode: 255 })).toMatchObject({
      state: 'problem',
      finding: 'gpu-container-blind',
    })
    const noGlibc = { log: 'exec /usr/bin/nvidia-smi: no such file or directory', exitCode: 127 }
    expect(await tried(noGlibc)).toMatchObject({ state: 'fine', finding: 'gpu-container-starts' })
    const absent = refusal('exec: "nvidia-smi": executable file not found in $PATH: unknown')
    expect(await tried(absent)).toMatchObject({ finding: 'gpu-container-starts' })
  })

  it('that fails for no known cause is shown with the engine’s words', async () => {
    expect(await tried(refusal('OCI runtime create failed: something new'))).toMatchObject({
      finding: 'gpu-container-fails',
      params: { message: 'OCI runtime create failed: something new' },
    })
  })

  it('is removed in any case', async () => {
    const engine = recordedEngine({ images: tiny, start: unselected })
    const around = {
      machine: recordedMachine(healthyGpus),
      engine,
      owner: 'x',
      registries: () => [],
      projectFolder: () => '',
    }
    await openLook(around, new AbortController().signal).gpuStart()
    expect(engine.removed).toEqual(['c1'])
  })
})

describe('the hazard of a systemd reload', () => {
  const hazard = async (machine: Recorded, engine: RecordedEngine = {}) =>
    (await findings(machine, engine))('cgroup-hazard')

  it('is there with the hook under the systemd driver, and not with cgroupfs, CDI or links', async () => {
    expect(await hazard(healthyGpus)).toMatchObject({ state: 'advice', finding: 'cgroup-hazard' })
    expect((await hazard(healthyGpus, { info: { cgroupDriver: 'cgroupfs' } })).finding).toBe('cgroup-safe')
    expect((await hazard(healthyGpus, { info: { cdiDevices: ['nvidia.com/gpu=0'] } })).finding).toBe(
      'cgroup-safe',
    )
    expect((await hazard(changed({ files: { '/dev/char/195:0': '' } }))).finding).toBe('cgroup-safe')
  })
})
