// The toolkit, whether the engine knows it, and the CDI files.
import type { Findings } from '..'
import { productName } from '../product'

export const toolkit = {
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
} satisfies Partial<Findings>
