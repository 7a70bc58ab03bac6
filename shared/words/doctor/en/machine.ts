// Registries, clock, file watches, shared memory, WSL.
import type { Findings } from '..'

export const machine = {
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
} satisfies Partial<Findings>
