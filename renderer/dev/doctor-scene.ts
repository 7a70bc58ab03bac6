// What the preview's doctor says: ?doctor=healthy|problems|nogpu|looking|unsure|noengine. A fix prints, ends, and is green after.
import { checkIds, type Check, type CheckId, type DoctorState } from '../../shared/contract/doctor'

type Said = Partial<Omit<Check, 'id'>> & Pick<Check, 'finding'>
const source = 'NVIDIA Container Toolkit install guide'

const well: Record<CheckId, Said> = {
  engine: {
    finding: 'engine-answers',
    params: {
      product: 'docker',
      version: '28.3.2',
      address: 'unix:///var/run/docker.sock',
      source: 'system',
    },
    evidence:
      'GET /_ping → 200\nServer: Docker/28.3.2 (linux)\nDOCKER_HOST is not set\ndocker context: default',
  },
  'engine-version': { finding: 'api-current', params: { version: '28.3.2', api: '1.51' } },
  'engine-setup': {
    finding: 'setup-usual',
    params: { storage: 'overlay2', cgroupDriver: 'systemd', cgroupVersion: '2' },
  },
  disk: {
    finding: 'disk-roomy',
    params: { freeGiB: 412 },
    evidence: '/var/lib/docker: 412 GiB of 938 GiB free',
  },
  driver: {
    finding: 'driver-loaded',
    params: { version: '570.124.06' },
    evidence: 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.124.06  Wed Feb 26 02:09:05 UTC 2026',
  },
  'driver-versions': { finding: 'versions-agree', params: { version: '570.124.06' } },
  cards: { finding: 'cards-answer', params: { count: 2 } },
  toolkit: { finding: 'toolkit-present', params: { version: '1.20.0' } },
  'toolkit-configured': { finding: 'runtime-registered' },
  'engine-restarted': { finding: 'engine-current' },
  cdi: { finding: 'cdi-not-used', state: 'not-applicable' },
  'gpu-container': {
    finding: 'gpu-container-runs',
    params: { image: 'berth-rig/lab:1', count: 2 },
    milliseconds: 2140,
  },
  'cgroup-hazard': { finding: 'cgroup-safe' },
  persistence: { finding: 'persistence-on' },
  registry: { finding: 'registries-answer', params: { hosts: 'registry-1.docker.io, quay.io, nvcr.io' } },
  clock: { finding: 'clock-right' },
  inotify: { finding: 'inotify-enough', params: { watches: '1048576', instances: '8192' } },
  shm: { finding: 'shm-roomy', params: { sizeGiB: 126 } },
  wsl: { finding: 'wsl-none', state: 'not-applicable' },
}

const cpuOnly: Said = { finding: 'cpu-only', state: 'not-applicable' }
const gpuChecks = [
  ...(['driver', 'driver-versions', 'cards', 'toolkit', 'toolkit-configured', 'engine-restarted'] as const),
  ...(['cdi', 'gpu-container', 'cgroup-hazard', 'persistence'] as const),
]
const elsewhere = (check: CheckId): Said => ({
  finding: 'cause-elsewhere',
  state: 'unknown',
  params: { check },
})

const toolkitMissing: Said = {
  finding: 'toolkit-missing',
  state: 'problem',
  evidence:
    '$ which nvidia-container-runtime-hook nvidia-cdi-hook nvidia-ctk\n(exit code 1, no output)\n$ dpkg-query -W nvidia-container-toolkit\ndpkg-query: no packages found matching nvidia-container-toolkit',
  fixes: [
    {
      id: 'install-toolkit',
      commands: [
        'curl -fsSL https://nvidia.github.io/libnvidia-container/gpgkey | sudo gpg --dearmor -o /usr/share/keyrings/nvidia-container-toolkit-keyring.gpg',
        "curl -s -L https://nvidia.github.io/libnvidia-container/stable/deb/nvidia-container-toolkit.list | sed 's#deb https://#deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg] https://#g' | sudo tee /etc/apt/sources.list.d/nvidia-container-toolkit.list",
        'sudo apt-get update',
        'sudo apt-get install -y nvidia-container-toolkit',
        'sudo nvidia-ctk runtime configure --runtime=docker',
        'sudo systemctl restart docker',
      ],
      applies: 'pkexec',
      source,
    },
  ],
  milliseconds: 12,
}

const scenes: Record<string, Partial<Record<CheckId, Said>>> = {
  healthy: {},
  problems: {
    toolkit: toolkitMissing,
    'toolkit-configured': elsewhere('toolkit'),
    'engine-restarted': elsewhere('toolkit'),
    'gpu-container': elsewhere('toolkit'),
    'cgroup-hazard': {
      finding: 'cgroup-hazard',
      state: 'advice',
      evidence: 'Cgroup Driver: systemd\nCgroup Version: 2\nno /dev/char/195:0',
      fixes: [
        {
          id: 'make-device-links',
          commands: ['sudo nvidia-ctk system create-dev-char-symlinks --create-all'],
          applies: 'root',
          source: 'https://github.com/NVIDIA/nvidia-container-toolkit/issues/48',
        },
        {
          id: 'generate-cdi',
          commands: ['sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml'],
          applies: 'root',
          source,
        },
      ],
    },
    disk: {
      finding: 'disk-low',
      state: 'advice',
      params: { freeGiB: 14, path: '/var/lib/docker' },
      evidence: 'statfs /var/lib/docker: 14 GiB of 938 GiB free',
      fixes: [
        { id: 'free-disk', commands: ['docker system df -v'], applies: 'no', source: 'docs.docker.com' },
      ],
    },
    registry: { finding: 'check-timed-out', state: 'unknown', params: { seconds: 8 } },
  },
  nogpu: Object.fromEntries(gpuChecks.map((id) => [id, cpuOnly])),
  unsure: { registry: { finding: 'check-timed-out', state: 'unknown', params: { seconds: 8 } } },
  looking: Object.fromEntries(
    checkIds.slice(4).map((id) => [id, { finding: '', state: 'running', milliseconds: null }]),
  ),
  noengine: {
    engine: {
      finding: 'engine-not-installed',
      state: 'problem',
      evidence:
        'unix:///var/run/docker.sock: ENOENT\nunix:///run/user/1000/docker.sock: ENOENT\n$ which dockerd podman\n(exit code 1, no output)\nID=debian VERSION_ID="13"',
      fixes: [
        {
          id: 'install-engine',
          commands: [
            'sudo apt-get update',
            'sudo apt-get install -y docker.io',
            'sudo usermod -aG docker ada',
          ],
          applies: 'pkexec',
          source: 'packages.debian.org/docker.io',
        },
      ],
    },
    'engine-version': elsewhere('engine'),
    'engine-setup': elsewhere('engine'),
    ...Object.fromEntries(gpuChecks.map((id) => [id, cpuOnly])),
  },
}

function checksOf(scene: string): Check[] {
  const own = scenes[scene] ?? {}
  return checkIds.map((id) => {
    const { finding, ...said } = own[id] ?? well[id]
    return { id, state: 'fine', params: {}, evidence: '', fixes: [], milliseconds: 14, ...said, finding }
  })
}

/** A doctor that can be asked again and that applies fixes, none of which touches anything. */
export function previewDoctor(scene: string) {
  let state: DoctorState = {
    checks: checksOf(scene),
    fixing: null,
    at: scene === 'looking' ? null : Date.now(),
  }
  let wake: () => void = () => undefined
  const show = (next: Partial<DoctorState>) => {
    state = { ...state, ...next }
    wake()
  }
  const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
  const put = (id: CheckId, said: Said) =>
    state.checks.map((check) =>
      check.id === id ? { ...check, fixes: [], state: 'fine' as const, ...said } : check,
    )
  return {
    async *watch(signal: AbortSignal | undefined) {
      while (signal?.aborted !== true) {
        const changed = new Promise<void>((resolve) => (wake = resolve))
        yield state
        await changed
      }
    },
    run: async (id: CheckId | null) => {
      const before = state.checks
      show({
        checks: before.map((check) =>
          id === null || check.id === id ? { ...check, state: 'running', finding: '', fixes: [] } : check,
        ),
      })
      await pause(900)
      show({ checks: before, at: Date.now() })
    },
    apply: async (check: CheckId, fix: Check['fixes'][number]['id']) => {
      const commands =
        state.checks.find(({ id }) => id === check)?.fixes.find(({ id }) => id === fix)?.commands ?? []
      let output = ''
      for (const command of commands) {
        output += `$ ${command}\nHit:1 http://deb.example.org/debian trixie InRelease\nReading package lists... Done\n`
        show({ fixing: { check, fix, output, exitCode: null } })
        await pause(500)
      }
      show({ fixing: { check, fix, output, exitCode: 0 }, checks: put(check, well[check]) })
    },
  }
}
