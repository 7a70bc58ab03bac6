import { shellQuote } from '../model/launch'
import { wordRisk } from './consent'
import type { RefusalWordings } from './refusals'

const allowed: Record<string, string> = {
  'host-terminals': 'terminals on this machine, outside every container',
  engine: 'another container engine',
}
const allowing: Record<string, string> = {
  'host-terminals':
    'Start Berth with berth serve --host-terminals to allow them, or open a terminal in a container.',
  engine: 'Start Berth with DOCKER_HOST set to its address, or change it in the desktop app.',
}
const image = 'image reference'
const folder = 'path folder source'

export const refusalsEn: RefusalWordings = {
  EngineDown: {
    cause: (p) => `no container engine answers at ${p('address', 'any of the usual places')}.`,
    next: () => 'Start Docker (or Podman) on this machine. Berth notices by itself and carries on.',
  },
  EnginePermission: {
    cause: (p) => `your user may not use the container engine at ${p('address', 'its socket')}.`,
    next: (p) =>
      `Add ${p('user', 'your user')} to the docker group (sudo usermod -aG docker $USER), then log out and in again. Or use rootless Docker.`,
  },
  EngineTooOld: {
    cause: (p) =>
      `this engine speaks API ${p('apiVersion found version', 'too old a version')}; Berth needs ${p('minimum needed', '1.41')} or newer.`,
    next: () => 'Update Docker to 20.10 or newer, or Podman to 4 or newer, and connect again.',
  },
  EngineTimeout: {
    cause: (p) =>
      `the container engine took longer than ${p('seconds', 'a reasonable number of')} seconds to answer.`,
    next: () => 'It may be busy with a pull or a slow disk. Try again; if it stays silent, restart Docker.',
  },
  InvalidInput: {
    cause: (p) =>
      ({
        cpus: `${p('wanted', 'so many')} CPUs were asked for, this machine has ${p('most', 'fewer')}.`,
        shmBytes: 'more shared memory was asked for than this machine has memory.',
        env: `the variable ${p('name', '')} is set by Berth itself.`,
        secret: `the variable ${p('name', '')} cannot be a secret: shells keep that name for themselves and let nobody set it.`,
      })[p('field', '')] ?? `${p('field name what', 'a value')} cannot be used as it is.`,
    next: (p) =>
      ({
        env: 'Remove it from the environment variables.',
        secret: 'Give it another name, or hand it over as a variable that is no secret.',
      })[p('field', '')] ?? 'Correct the value and try again.',
  },
  NotFound: {
    cause: (p) => `${p('name id what', 'it')} is not there any more.`,
    next: () => 'It was probably removed elsewhere. The list shows what is there now.',
  },
  NameTaken: {
    cause: (p) => `a container called ${p('name', 'like this')} exists already.`,
    next: () => 'Choose another name, or remove the other container first.',
  },
  PortTaken: {
    cause: (p) => `port ${p('port', 'wanted')} is used by another program.`,
    next: () => 'Try again: Berth picks another free port.',
  },
  Conflict: {
    cause: (p) => `the engine cannot do this to ${p('name id', 'the container')} in its present state.`,
    next: () => 'Wait until what is under way has finished, then try again.',
  },
  Cancelled: {
    cause: () => 'this was cancelled.',
    next: () => 'Nothing half made was left behind. Layers already downloaded are kept.',
  },
  NotAllowed: {
    cause: (p) =>
      p('how', '') === 'declined'
        ? `you did not agree to ${allowed[p('what', '')] ?? 'this'}.`
        : `a page may not decide about ${allowed[p('what', '')] ?? 'this'}.`,
    next: (p) =>
      p('how', '') === 'declined'
        ? 'Nothing was changed. Try again if you want it after all.'
        : (allowing[p('what', '')] ?? 'Do it in the desktop app, which asks you.'),
  },
  AlreadyRunning: {
    cause: (p) => `${p('name', 'this environment')} is running already.`,
    next: () => 'Open it from the running environments instead of launching it again.',
  },
  ImageUnknown: {
    cause: (p) => `the registry knows no image ${p(image, 'by this name')}.`,
    next: () => 'Check the spelling. If it is private, log in to its registry with docker login first.',
  },
  ImageTagUnknown: {
    cause: (p) =>
      `the image ${p(image, '')} has no ${p('tag', '') === '' ? 'such tag' : `tag ${p('tag', '')}`}.`.replace(
        '  ',
        ' ',
      ),
    next: () => 'Choose a tag that its registry lists, or an entry of the catalogue.',
  },
  ImagePlatform: {
    cause: (p) =>
      `${p(image, 'this image')} is not built for this machine (${p('architecture platform', 'another architecture')}).`,
    next: () => 'Choose an image that is published for this architecture.',
  },
  ImageUnreadable: {
    cause: (p) =>
      ({
        'too-large': `${p('registry host', 'the registry')} sends more for ${p(image, 'this image')} than any manifest needs.`,
        digest: `what ${p('registry host', 'the registry')} sends for ${p(image, 'this image')} is not what its digest names.`,
        artifact: `${p(image, 'this reference')} is no container image, but something else that a registry can hold.`,
        schema1: `${p(image, 'this image')} is in the format of 2014, which today’s engines do not read.`,
        platform: `${p(image, 'this image')} is not built for Linux.`,
      })[p('why', '')] ??
      `what ${p('registry host', 'the registry')} says of ${p(image, 'this image')} cannot be read.`,
    next: (p) =>
      ['artifact', 'schema1', 'platform'].includes(p('why', ''))
        ? 'Choose another image or tag.'
        : 'Try again. If it stays so, a proxy or mirror on the way may be changing the answers: look at the raw text.',
  },
  RegistryUnauthorised: {
    cause: (p) => `${p('registry host', 'the registry')} does not let you pull ${p(image, 'this image')}.`,
    next: (p) =>
      `Run docker login ${p('registry host', '')} with an account that may read it, then try again.`.replace(
        '  ',
        ' ',
      ),
  },
  RegistryUnreachable: {
    cause: (p) =>
      ({
        certificate: `the certificate of ${p('registry host', 'the registry')} is not trusted here.`,
        silent: `${p('registry host', 'the registry')} gave no answer within ${p('seconds', 'a few')} seconds.`,
      })[p('why', '')] ?? `${p('registry host', 'the registry')} cannot be reached.`,
    next: () =>
      'Check the network, the proxy of the Docker daemon and its certificates, then try again. Finished layers are kept.',
  },
  RegistryRateLimit: {
    cause: (p) => `${p('registry host', 'the registry')} allows no more downloads for now.`,
    next: () =>
      'Log in with docker login for a higher limit, use a mirror, or try again later. Finished layers are kept.',
  },
  NoSpace: {
    cause: (p) =>
      `the disk of the container engine is full${p('path', '') === '' ? '' : ` (${p('path', '')})`}.`,
    next: () => 'Free some space: remove images and containers that are not used, then try again.',
  },
  FolderMissing: {
    cause: (p) => `the folder ${p(folder, 'chosen')} does not exist.`,
    next: () => 'Choose another project folder, or create this one.',
  },
  FolderNotWritable: {
    cause: (p) => `you may not write to ${p(folder, 'the folder chosen')}.`,
    next: () => 'Choose a folder that is yours, or change its owner.',
  },
  MountRefused: {
    cause: (p) =>
      ({
        'engine-socket': `${p(folder, 'this folder')} would hand the container the engine itself.`,
        'source-missing': `the folder to mount, ${p(folder, 'as given')}, does not exist.`,
        'target-taken': `${p('target', 'this path')} in the container is taken or reserved.`,
        kernel: `${p(folder, 'this folder')} is the kernel’s own, and not for any container.`,
        berth: `${p(folder, 'this folder')} holds Berth’s own settings.`,
        moved: `${p(folder, 'this folder')} leads elsewhere than a moment ago.`,
        asks: `${p('real path', 'this folder')} is mounted only if you agree to it. ${wordRisk(p('risk', ''), 'en')}`,
        declined: `you did not agree to mounting ${p('real path', 'this folder')}.`,
      })[p('reason', '')] ?? `the engine refuses to mount ${p(folder, 'this folder')}.`,
    next: (p) =>
      ({
        'engine-socket': 'Whoever holds the engine’s socket owns this machine. Choose another folder.',
        'source-missing': 'Create it, or choose a folder that is there.',
        'target-taken': 'Choose another path in the container for this mount.',
        kernel: 'Choose another folder.',
        berth: 'Choose another folder.',
        moved: 'Look at what it leads to now, and launch again.',
        asks: `The desktop app asks you at the launch. For a browser or a script, allow it when starting Berth: berth serve --allow-path ${p('real path', 'PATH', shellQuote)} (or berth launch --allow-path).`,
        declined: 'Nothing was started. Choose another folder, or launch again and agree.',
      })[p('reason', '')] ??
      'With Docker Desktop, share the folder under Settings → Resources → File sharing. Else choose a folder the engine can read.',
  },
  GpuToolkitMissing: {
    cause: () =>
      'the container engine cannot hand out GPUs: the NVIDIA Container Toolkit is not installed or not set up.',
    next: () =>
      'Install nvidia-container-toolkit, run sudo nvidia-ctk runtime configure --runtime=docker, restart Docker, and try again. Or launch on the CPU.',
  },
  GpuGone: {
    cause: (p) => `${p('label card uuid', 'a GPU')} does not answer any more.`,
    next: () =>
      'Look at the GPUs room. A card that fell off the bus usually needs a reset or a reboot. Choose another card meanwhile.',
  },
  GpuDriverMissing: {
    cause: () => 'no NVIDIA driver runs on this machine.',
    next: () => 'Install the driver and reboot, or launch on the CPU.',
  },
  GpuDriverMismatch: {
    cause: () => 'the NVIDIA driver was updated, but the old kernel module is still loaded.',
    next: () =>
      'Reboot this machine (or reload the NVIDIA kernel modules). Until then no container can use a GPU.',
  },
  GpuNotHere: {
    cause: (p) =>
      p('found', '') === ''
        ? `${p('label card uuid', 'the GPU chosen')} is not in this machine.`
        : p('found', '') === '0'
          ? 'this machine has no GPU that can be used.'
          : `${p('wanted', 'more')} GPUs were asked for, ${p('found', '')} can be used.`,
    next: () => 'Choose among the cards that are here, or launch on the CPU.',
  },
  JupyterMissing: {
    cause: (p) => `${p(image, 'this image')} has no JupyterLab.`,
    next: () =>
      'Use it with terminals only, or let Berth install JupyterLab into a derived image that is kept.',
  },
  JupyterSilent: {
    cause: (p) =>
      p('seconds', '') === ''
        ? 'JupyterLab started but does not answer.'
        : `JupyterLab did not answer within ${p('seconds', '')} seconds.`,
    next: () => 'Look at the container’s log: a broken extension or too little memory are the usual causes.',
  },
  JupyterInstallFailed: {
    cause: (p) => `JupyterLab could not be installed into ${p(image, 'the image')}.`,
    next: () => 'The output below says why. You can still use the image with terminals only.',
  },
  ContainerExited: {
    cause: (p) =>
      p('reason', '') === 'memory'
        ? `${p('name', 'the container')} was killed because it needed more memory than it may use.`
        : `${p('name', 'the container')} stopped${p('exitCode code', '') === '' ? '' : ` with exit code ${p('exitCode code', '')}`}.`,
    next: (p) =>
      p('reason', '') === 'memory'
        ? 'Give it more memory, or make smaller steps (a smaller batch).'
        : 'Its log says why. Exit code 137 means it was killed: stopped by force, or for lack of memory.',
  },
  TerminalGone: {
    cause: () => 'this terminal has ended.',
    next: () => 'Open a new one.',
  },
  ShellMissing: {
    cause: (p) => `there is no ${p('program', 'shell')} in ${p('name image', 'this container')}.`,
    next: (p) =>
      p('program', '') === ''
        ? 'Images built from scratch or distroless have none. Use an image with bash or sh.'
        : 'Choose one of the shells that it offers.',
  },
  UserUnknown: {
    cause: (p) => `${p('name', 'the container')} has no user or group called ${p('user', 'like this')}.`,
    next: () => 'Choose one of its users, or a number: that needs no entry.',
  },
  WorkingDirMissing: {
    cause: (p) => `there is no folder ${p('path', 'like this')} in ${p('name', 'the container')}.`,
    next: () =>
      'Choose a folder that is there, or leave it out: the shell then starts where it usually does.',
  },
  CarrierMissing: {
    cause: (p) =>
      `the program for this kind of terminal is missing: ${p('program command', 'the docker command line')}.`,
    next: () => 'Install it, or choose the engine’s own stream in the settings.',
  },
  ProcessForbidden: {
    cause: (p) =>
      `the process ${p('pid', '')} belongs to ${p('user', 'another user')}; the system does not let you end it.`,
    next: () => 'Ask its owner, or stop its container if you may.',
  },
  ProcessProtected: {
    cause: (p) =>
      `${p('name pid', 'this process')} belongs to the system or to Berth itself and is not ended from here.`,
    next: () => 'Choose another process, or end it with the tools of the system.',
  },
  ProcessStays: {
    cause: (p) =>
      `${p('name pid', 'the process')} is still there after ${p('signal', 'it was asked to end')}.`,
    next: (p) =>
      p('signal', '') === 'SIGKILL'
        ? 'It is probably waiting for the driver or a disk, and ends once that answers.'
        : 'It may be saving its work. Wait a moment, or end it by force: what it has not saved is lost then.',
  },
  KernelBusy: {
    cause: (p) => `the kernel of ${p('notebook name', 'this notebook')} is computing.`,
    next: () => 'Wait until it is idle, interrupt it, or shut it down all the same.',
  },
  CardsReserved: {
    cause: (p) =>
      `${p('cards card', 'a card')} is reserved by ${p('holder', 'somebody else')} until ${p('until', 'later')}.`,
    next: () =>
      'Choose other cards, or agree with whoever reserved them: a reservation is advice, not a lock.',
  },
  LogUnreadable: {
    cause: (p) =>
      `the log of ${p('name id', 'this container')} cannot be read: its logging driver keeps none.`,
    next: () => 'Run it with the json-file or local driver, or look where its driver sends the log.',
  },
  SecretMissing: {
    cause: (p) =>
      ({
        sealed: `the saved secret ${p('name', '')} is sealed by the desktop’s key ring, which does not open it here.`,
        file: `the secret variables of ${p('what', 'this container')} cannot be read from it any more.`,
        typed: `the value of ${p('name', 'a secret variable')} was typed for an earlier launch and is not kept any more.`,
      })[p('reason', '')] ?? `there is no saved secret called ${p('name', 'like this')}.`,
    next: (p) =>
      ({
        sealed: 'Launch from the desktop app it was saved in, or save it again here.',
        file: 'Launch it anew from the launch room, with its secrets.',
      })[p('reason', '')] ?? 'Type its value in the launch options, or save it in the settings.',
  },
  SecretsUnreadable: {
    cause: (p) =>
      `the saved secrets in ${p('path', 'their file')} cannot be read; the file is left as it is.`,
    next: () => 'See what is wrong with the file, then try again.',
  },
  FileNotWritten: {
    cause: (p) =>
      ({
        full: `there is no room left for ${p('path', 'the file')}.`,
        denied: `you may not write ${p('path', 'the file there')}.`,
      })[p('reason', '')] ?? `${p('path', 'the file')} could not be written.`,
    next: (p) =>
      p('reason', '') === 'full'
        ? 'Free some space or choose another disk. No part of a file was left behind.'
        : 'Choose another folder. No part of a file was left behind.',
  },
  Unforeseen: {
    cause: () => 'something happened that Berth did not foresee.',
    next: () => 'This is a fault in Berth. The text below helps to find it; trying again may work.',
  },
}
