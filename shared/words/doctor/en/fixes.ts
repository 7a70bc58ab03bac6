import type { DoctorWords } from '..'

export const fixes: DoctorWords['fixes'] = {
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
}
