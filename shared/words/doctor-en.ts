import type { DoctorWords } from './doctor'

export const doctorEnglish: DoctorWords = {
  checks: {
    engine: 'Container engine',
    'engine-version': 'Engine version',
    'engine-setup': 'Engine setup',
    disk: 'Disk space',
    driver: 'NVIDIA driver',
    'driver-versions': 'Driver and library versions',
    cards: 'Every card answers',
    toolkit: 'NVIDIA Container Toolkit',
    'toolkit-configured': 'Toolkit known to the engine',
    'engine-restarted': 'Engine restarted since',
    cdi: 'CDI specifications',
    'gpu-container': 'A GPU container starts',
    'cgroup-hazard': 'GPUs survive a systemd reload',
    persistence: 'Persistence mode',
    registry: 'Registries',
    clock: 'Clock',
    inotify: 'File watches',
    shm: 'Shared memory',
    wsl: 'WSL 2',
  },
  findings: {
    'cause-elsewhere': (of) => ({
      title: 'Not checked',
      text: `“${of('check')}” has to be in order first.`,
    }),
    'cpu-only': () => ({
      title: 'No NVIDIA card here',
      text: 'Nothing is wrong: environments run on the CPU.',
    }),
    'not-linux': () => ({
      title: 'Not on this system',
      text: 'This applies to Linux only.',
    }),
    'engine-remote': (of) => ({
      title: 'On another machine',
      text: `The engine at ${of('address')} is on another machine, whose files cannot be seen from here. Run berth doctor there.`,
    }),
    'check-timed-out': (of) => ({
      title: `No answer within ${of('seconds')} s`,
      text: 'The check was stopped, so it cannot tell. A busy or hanging machine does this; try it again.',
    }),
    'check-broke': (of) => ({
      title: 'The check itself failed',
      text: `It cannot tell whether this is in order: ${of('message')}`,
    }),
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
    'driver-loaded': (of) => ({
      title: `Driver ${of('version')} is loaded`,
      text: 'The kernel module answers.',
    }),
    'driver-missing': (of) => ({
      title: 'There is an NVIDIA card and no driver',
      text: `${of('card') === '' ? 'The card' : of('card')} is in this machine, and no NVIDIA driver is installed for it. Until then everything runs on the CPU.`,
    }),
    'driver-not-loaded': (of) => ({
      title: 'The driver is installed and not loaded',
      text: notLoadedEnglish(of('reason')),
    }),
    'versions-agree': (of) => ({
      title: `Both are ${of('version')}`,
      text: 'The kernel module and the libraries belong together.',
    }),
    'versions-differ': (of) => ({
      title: 'The driver was upgraded, and the old one is still loaded',
      text: `The kernel runs ${of('kernel') === '' ? 'another version' : of('kernel')}, the libraries are ${of('library') === '' ? 'of another version' : of('library')}. No program can use the GPUs until the machine is restarted.`,
    }),
    'versions-untold': (of) => ({
      title: 'The libraries told no version',
      text: `${of('kernel') === '' ? 'The driver is loaded' : `The kernel runs driver ${of('kernel')}`}, and nvidia-smi, which compares the two, is missing or did not get as far.`,
    }),
    'cards-answer': (of) => ({
      title: of('count') === '1' ? 'The card answers' : `All ${of('count')} cards answer`,
      text: 'The driver reads each of them.',
    }),
    'card-lost': (of) => ({
      title: `GPU ${of('card')} is lost`,
      text: `The driver no longer reaches ${of('name')}. Only a restart of the machine brings it back; if it happens again, look at its power and its seat.`,
    }),
    'card-needs-reset': (of) => ({
      title: `GPU ${of('card')} needs a reset`,
      text: `${of('name')} reports a fault and computes nothing until it is reset. Save the work on it first.`,
    }),
    'cards-none': () => ({
      title: 'The driver sees no card',
      text: 'It is loaded and lists no device: the card may be passed to a virtual machine, be switched off in the firmware, or need a newer driver.',
    }),
    'cards-silent': (of) => ({
      title: 'nvidia-smi does not answer as it should',
      text: of('message'),
    }),
    'toolkit-present': (of) => ({
      title: `Installed${of('version') === '' ? '' : `, version ${of('version')}`}`,
      text: 'The part that gives containers their GPUs is on the PATH.',
    }),
    'toolkit-cdi-only': (of) => ({
      title: `The base part is installed${of('version') === '' ? '' : `, version ${of('version')}`}`,
      text: 'nvidia-ctk is here and the runtime hook is not, so containers get their GPUs through CDI.',
    }),
    'toolkit-missing': () => ({
      title: 'The NVIDIA Container Toolkit is not installed',
      text: 'The driver works; what is missing is the part that hands the cards to containers. That is what “could not select device driver” means here.',
    }),
    'toolkit-snap-engine': () => ({
      title: 'Docker is the snap package',
      text: 'It lives in a sandbox and does not find the NVIDIA Container Toolkit of the system. Use Docker from your distribution or from docker.com.',
    }),
    'toolkit-not-needed': (of) => ({
      title: `Not needed with ${productName(of('product'))}`,
      text: 'It brings its own.',
    }),
    'runtime-registered': () => ({
      title: 'The engine knows the nvidia runtime',
      text: 'It is listed among its runtimes.',
    }),
    'runtime-in-file': (of) => ({
      title: 'The nvidia runtime is registered',
      text: `It is in ${of('file')}.`,
    }),
    'toolkit-by-hook': () => ({
      title: 'The engine finds the hook on its PATH',
      text: 'That is enough for --gpus. Only --runtime=nvidia would need an entry in daemon.json.',
    }),
    'toolkit-by-cdi': () => ({
      title: 'The engine knows the cards through CDI',
      text: 'They are listed among its devices.',
    }),
    'toolkit-unconfigured': (of) => ({
      title: 'The toolkit is installed, and the engine does not know it',
      text: `${of('file')} has no nvidia runtime, and the engine found no hook when it started. Register the runtime, then restart the engine.`,
    }),
    'engine-current': () => ({
      title: 'The engine is newer than its configuration',
      text: 'Neither daemon.json nor the toolkit changed since it started.',
    }),
    'engine-not-restarted': (of) => ({
      title: 'The engine has not been restarted since',
      text: `${of('changed')} changed after the engine started, so it does not know of it. A restart stops running containers, unless live-restore is on.`,
    }),
    'engine-config-newer': (of) => ({
      title: 'The configuration changed after the engine started',
      text: `${of('file')} is newer than the running engine. What was changed there applies after a restart.`,
    }),
    'engine-start-unknown': () => ({
      title: 'Cannot tell when the engine started',
      text: 'Its pid file is not beside its socket, or may not be read.',
    }),
    'cdi-matches': (of) => ({
      title: of('count') === '1' ? 'One device is described' : `${of('count')} devices are described`,
      text: 'Every card is in them, and the files they name are there.',
    }),
    'cdi-not-used': () => ({
      title: 'Not used here',
      text: 'Containers get their GPUs through the runtime hook, which needs no specification.',
    }),
    'cdi-missing': (of) => ({
      title: 'No CDI specification has been generated',
      text: `Containers are to get their GPUs through CDI, and ${of('folders')} hold none for NVIDIA. That is what “unresolvable CDI devices” means here.`,
    }),
    'cdi-off': (of) => ({
      title: 'CDI is switched off in the engine',
      text: `Docker ${of('version')} has it only when daemon.json says so (features.cdi); it is on by itself from 28.2.`,
    }),
    'cdi-cards-differ': (of) => ({
      title: 'The CDI specification is of other cards',
      text: `It lacks ${of('missing')}. It was generated before the card was there; generate it again.`,
    }),
    'cdi-files-gone': (of) => ({
      title: 'The CDI specification is of an older driver',
      text: `It names ${of('path')}, which is gone since the driver was upgraded. Generate it again.`,
    }),
    'cdi-unreadable': (of) => ({
      title: 'A CDI specification cannot be read',
      text: `${of('file')} is not what it should be, or may not be read by you.`,
    }),
    'gpu-container-runs': (of) => ({
      title: 'It starts, and sees its cards',
      text: `Tried with ${of('image')}: ${of('count')} seen inside.`,
    }),
    'gpu-container-starts': (of) => ({
      title: 'It starts',
      text: `Tried with ${of('image')}, which has not what nvidia-smi needs: what is seen inside was not read.`,
    }),
    'gpu-container-fails': (of) => ({
      title: 'A container with GPUs does not start',
      text: `Tried with ${of('image')}: ${of('message')}`,
    }),
    'gpu-container-blind': (of) => ({
      title: 'The container starts and sees no GPU',
      text: `Tried with ${of('image')}: ${of('message')}`,
    }),
    'gpu-container-no-image': () => ({
      title: 'Not tried: there is no image yet',
      text: 'Nothing is downloaded for a check. After the first launch it can be tried.',
    }),
    'cgroup-safe': () => ({
      title: 'They do',
      text: 'A systemd daemon-reload does not take the cards from running containers here.',
    }),
    'cgroup-hazard': () => ({
      title: 'A systemd reload takes the GPUs from running containers',
      text: 'The engine lets systemd manage cgroups, and the older hook tells systemd nothing about the cards: after “systemctl daemon-reload”, also by a package upgrade, containers say “Failed to initialize NVML: Unknown Error”. Berth notices and re-creates them; links in /dev/char avoid it.',
    }),
    'persistence-on': () => ({
      title: 'On',
      text: 'The driver stays loaded while nobody uses the cards.',
    }),
    'persistence-off': (of) => ({
      title: of('count') === '1' ? 'Off for one card' : `Off for ${of('count')} cards`,
      text: 'The driver unloads when nobody uses a card, and the next program waits seconds for it. On a server it should be on.',
    }),
    'registries-answer': (of) => ({
      title: 'They answer',
      text: of('hosts'),
    }),
    'registry-unreachable': (of) => ({
      title: `${of('host')} cannot be reached`,
      text: `${of('message')}. Images that are here already run; new ones cannot be pulled from there.`,
    }),
    'registry-untrusted': (of) => ({
      title: `${of('host')} shows a certificate that nobody vouches for`,
      text: `${of('message')}. A company's proxy or registry usually has an authority of its own, which the system has to be told about.`,
    }),
    'registry-proxy': (of) => ({
      title: `The proxy does not let ${of('host')} through`,
      text: `${of('proxy')}: ${of('message')}`,
    }),
    'clock-right': () => ({
      title: 'It is right',
      text: 'Within a few seconds of what others say.',
    }),
    'clock-wrong': (of) => ({
      title: `It is off by ${of('seconds')} s`,
      text: `Compared with ${of('host')}. Registries refuse logins and certificates look invalid when the clock is wrong.`,
    }),
    'clock-unknown': () => ({
      title: 'Nobody to compare it with',
      text: 'Neither a registry nor the engine told its time.',
    }),
    'inotify-enough': (of) => ({
      title: `${of('watches')} watches, ${of('instances')} instances`,
      text: 'Enough for JupyterLab and editors.',
    }),
    'inotify-few-watches': (of) => ({
      title: `Only ${of('watches')} file watches`,
      text: 'Editors and JupyterLab watch many files; past the limit they say “no space left on device” or miss changes. All containers of a user share it.',
    }),
    'inotify-few-instances': (of) => ({
      title: `Only ${of('instances')} instances for watching files`,
      text: 'Each editor, JupyterLab and file manager takes some; past the limit they say “too many open files” or miss changes. All containers of a user share it.',
    }),
    'inotify-low': (of) => ({
      title: `Only ${of('watches')} watches and ${of('instances')} instances`,
      text: 'Editors and JupyterLab watch many files; past the limit they say “no space left on device” or miss changes. All containers of a user share it.',
    }),
    'shm-roomy': (of) => ({
      title: `${of('sizeGiB')} GiB`,
      text: 'Berth gives each environment a /dev/shm sized from memory, whatever the engine’s own 64 MiB are.',
    }),
    'shm-small': (of) => ({
      title: `/dev/shm has only ${of('sizeMiB')} MiB`,
      text: 'Programs on this machine that share tensors between processes end with “bus error”. Environments have one of their own.',
    }),
    'shm-absent': () => ({
      title: '/dev/shm is not mounted',
      text: 'Programs that share memory between processes fail on this machine.',
    }),
    'wsl-none': () => ({ title: 'Not WSL', text: 'This machine is not a WSL distribution.' }),
    'wsl-ready': () => ({
      title: 'WSL 2 with the driver of Windows',
      text: 'The libraries that Windows provides are in /usr/lib/wsl/lib.',
    }),
    'wsl-one': () => ({
      title: 'This is WSL 1',
      text: 'It has no Linux kernel, so neither Docker nor CUDA can run in it. Convert the distribution to WSL 2.',
    }),
    'wsl-no-gpu': () => ({
      title: 'WSL offers no GPU',
      text: 'There is no /dev/dxg. Update WSL and the NVIDIA driver of Windows, then start WSL again.',
    }),
    'wsl-linux-driver': (of) => ({
      title: 'A Linux driver is installed inside WSL',
      text: `${of('version') === '' ? 'It' : `Version ${of('version')}`} hides the libraries that Windows provides. In WSL the driver of Windows is the only one.`,
    }),
  },
  fixes: {
    'install-engine': {
      title: 'Install Docker',
      text: 'From your distribution, and start it.',
    },
    'start-engine': { title: 'Start the engine', text: 'Now, and at each start of the machine.' },
    'start-desktop': {
      title: 'Start Docker Desktop',
      text: 'Open the application and wait until it says that the engine runs.',
    },
    'join-docker-group': {
      title: 'Join the docker group',
      text: 'It takes effect at your next login. Members of the group can become root on this machine.',
    },
    'unset-docker-host': {
      title: 'Forget DOCKER_HOST',
      text: 'Remove it from your shell’s start files as well, and start Berth again.',
    },
    'use-default-context': {
      title: 'Use the default context',
      text: 'The docker command then goes to this machine’s own engine.',
    },
    'change-address': {
      title: 'Change the engine’s address',
      text: 'Empty it in the settings, and Berth looks for one.',
    },
    'upgrade-engine': {
      title: 'Upgrade the engine',
      text: 'Install the current release from your distribution or from docker.com.',
    },
    'use-overlay2': {
      title: 'Use overlay2',
      text: 'Set "storage-driver": "overlay2" in daemon.json and restart the engine. Images have to be pulled again.',
    },
    'free-disk': {
      title: 'Make room',
      text: 'Shows what the engine holds. Removing unused images and the build cache frees the most; nothing is removed for you.',
    },
    'install-driver': { title: 'Install the NVIDIA driver', text: 'Then restart the machine.' },
    'load-driver': {
      title: 'Load the driver',
      text: 'If it does not load, its module was not built for the running kernel, Secure Boot refused it, or nouveau holds the card; the kernel’s log says which.',
    },
    reboot: { title: 'Restart the machine', text: 'Save everything first: it ends all that runs.' },
    'reload-driver': {
      title: 'Load the new driver without a restart',
      text: 'Only when nothing uses the GPUs, the desktop included.',
    },
    'reset-card': { title: 'Reset the card', text: 'Ends what runs on it.' },
    'install-toolkit': {
      title: 'Install the NVIDIA Container Toolkit',
      text: 'From NVIDIA’s own packages, registered with the engine, which is restarted.',
    },
    'leave-snap': { title: 'Replace the snap package', text: 'Its images and containers do not move along.' },
    'configure-toolkit': {
      title: 'Register the toolkit and restart the engine',
      text: 'Running containers stop, unless live-restore is on.',
    },
    'restart-engine': {
      title: 'Restart the engine',
      text: 'Running containers stop, unless live-restore is on.',
    },
    'generate-cdi': { title: 'Generate the specification', text: 'Describes the cards as they are now.' },
    'enable-cdi': {
      title: 'Switch CDI on and restart the engine',
      text: 'Running containers stop, unless live-restore is on.',
    },
    'make-device-links': {
      title: 'Make links to the cards in /dev/char',
      text: 'systemd then knows them. Needed again after each start of the machine; NVIDIA describes a udev rule for that.',
    },
    'enable-persistence': {
      title: 'Switch persistence mode on',
      text: 'Until the next start of the machine; nvidia-persistenced keeps it.',
    },
    'check-network': {
      title: 'Check the network',
      text: 'Name resolution, firewall and VPN, in that order.',
    },
    'trust-certificate': {
      title: 'Trust your organisation’s authority',
      text: 'Put its certificate where the engine looks for it, for this registry alone.',
    },
    'check-proxy': {
      title: 'Check the proxy',
      text: 'The engine has a proxy setting of its own, in daemon.json or its service.',
    },
    'set-clock': { title: 'Set the clock from the network', text: 'And keep it set.' },
    'raise-inotify-watches': {
      title: 'Allow more watches',
      text: 'Now, and after each start of the machine.',
    },
    'raise-inotify-instances': {
      title: 'Allow more instances',
      text: 'Now, and after each start of the machine.',
    },
    'mount-shm': { title: 'Mount /dev/shm', text: 'Half of the memory, as usual.' },
    'update-wsl': {
      title: 'Update WSL',
      text: 'In Windows, in PowerShell; then update the NVIDIA driver there.',
    },
    'convert-wsl': { title: 'Convert to WSL 2', text: 'In Windows, in PowerShell.' },
    'remove-linux-driver': {
      title: 'Remove the Linux driver',
      text: 'Windows provides the only one that is needed.',
    },
  },
}

function productName(product: string): string {
  return product === 'podman' ? 'Podman' : product === 'desktop' ? 'Docker Desktop' : 'Docker'
}

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

function notLoadedEnglish(reason: string): string {
  if (reason === 'nouveau')
    return 'The open nouveau driver holds the card. It has to be blocked, and the machine restarted.'
  if (reason === 'secure-boot')
    return 'Secure Boot is on, and the kernel loads only signed modules. Enrol the module’s key, or switch Secure Boot off.'
  return 'nvidia-smi is here, and no kernel module answers: usually it was not built for the running kernel.'
}
