// The engine, its version, its setup and its disk.
import type { Findings } from '..'
import { productName } from '../product'

export const engine = {
  'engine-answers': (of) => ({
    title: `${productName(of('product'))} ${of('version')} answers`,
    text: `At ${of('address')}, ${sourceEnglish(of('source'))}.`,
  }),
  'engine-context-dead': (of) => ({
    title: `Docker's context “${of('context')}” does not answer`,
    text: `Berth uses the engine at ${of('address')} instead. The docker command still goes to ${of('dead')} and fails, until it is given another context.`,
  }),
  'engine-not-installed': () => ({
    title: 'No container engine is installed',
    text: 'Environments run in containers, and nothing here can run them: no socket answers and there is no dockerd or podman on the PATH.',
  }),
  'engine-stopped': (of) => ({
    title: 'The engine is installed and does not run',
    text: `Nothing listens at ${of('address')}. It only has to be started.`,
  }),
  'engine-desktop-stopped': () => ({
    title: 'Docker Desktop does not run',
    text: 'It is installed, and its engine starts with the application.',
  }),
  'engine-forbidden': (of) => ({
    title: 'The engine is there, and you may not use it',
    text: `${of('user')} may not open ${of('address')}. Whoever is in its group may, and could then become root on this machine: that is what the group means.`,
  }),
  'engine-wrong-address': (of) => ({
    title: `Nothing answers where ${addressSourceEnglish(of('source'))} points`,
    text: `It says ${of('address')}, where no engine is. One does run at ${of('other')}.`,
  }),
  'engine-silent': (of) => ({
    title: 'The engine hangs',
    text: `${of('address')} takes connections and does not answer. A restart of the engine usually ends this; its log tells why.`,
  }),
  'engine-api-too-old': (of) => ({
    title: 'The engine is too old',
    text: `${of('address')} speaks API ${of('version')}; Berth needs 1.41 (Docker 20.10) or newer.`,
  }),
  'engine-unreachable': (of) => ({
    title: 'The engine cannot be reached',
    text: `${of('address')}: ${of('message')}`,
  }),
  'api-current': (of) => ({
    title: `Version ${of('version')}, API ${of('api')}`,
    text: 'Recent enough for everything Berth does.',
  }),
  'api-old': (of) => ({
    title: `Version ${of('version')}, API ${of('api')}: works, and is old`,
    text: 'Environments run. CDI devices need Docker 25, and this release gets no security updates from Docker any more.',
  }),
  'setup-usual': (of) => ({
    title: 'A usual setup',
    text: `Storage ${of('storage')}, cgroup v${of('cgroupVersion')} driven by ${of('cgroupDriver')}.`,
  }),
  'setup-rootless': () => ({
    title: 'The engine runs without root',
    text: 'That is safe. Its containers cannot be given devices by the older NVIDIA hook unless no-cgroups is set; CDI works without that.',
  }),
  'setup-desktop': () => ({
    title: 'Docker Desktop',
    text: 'Its engine runs in a virtual machine with a memory limit of its own. On Windows it reaches the GPU through WSL 2; on macOS and Linux it has none.',
  }),
  'setup-podman': (of) => ({
    title: `Podman ${of('version')}`,
    text: 'It gets its GPUs through CDI.',
  }),
  'setup-podman-too-old': (of) => ({
    title: `Podman ${of('version')} ignores GPU requests`,
    text: 'Through the Docker-compatible interface, GPUs work from Podman 5.4 on. An older one starts the container silently without them.',
  }),
  'setup-storage-slow': (of) => ({
    title: `The storage driver ${of('storage')} copies whole images`,
    text: 'Each container takes the full size of its image on disk, and starts slowly. overlay2 shares the layers.',
  }),
  'setup-other-engine': (of) => ({
    title: 'Another engine is in use than the one with the GPUs',
    text: `${of('context') === '' ? 'The address' : `The docker context “${of('context')}”`} leads to ${productName(of('product'))} at ${of('address')}, which cannot reach this machine's cards. The engine at ${of('other')} can.`,
  }),
  'disk-roomy': (of) => ({
    title: `${of('freeGiB')} GiB free`,
    text: 'Enough for several images with CUDA.',
  }),
  'disk-low': (of) => ({
    title: `${of('freeGiB')} GiB free in ${of('path')}`,
    text: 'A PyTorch image with CUDA takes 10 to 20 GiB unpacked: the next pull may not fit.',
  }),
  'disk-full': (of) => ({
    title: `${of('path')} is full`,
    text: `${of('freeGiB')} GiB are left. Pulls end with “no space left on device”, and running notebooks may not be able to save.`,
  }),
} satisfies Partial<Findings>

const sources: Record<string, string> = {
  settings: 'as the settings say',
  DOCKER_HOST: 'as DOCKER_HOST says',
  context: 'as the docker context says',
  system: 'the usual place',
  rootless: 'your own, without root',
  desktop: 'Docker Desktop’s',
  podman: 'Podman’s',
}

function sourceEnglish(source: string): string {
  return sources[source] ?? 'found there'
}

function addressSourceEnglish(source: string): string {
  return source === 'settings' ? 'the setting' : source === 'context' ? 'the docker context' : source
}
