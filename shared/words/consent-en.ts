import type { ConsentWordings } from './consent'

export const consentEn: ConsentWordings = {
  risks: {
    home: 'Your whole home: your keys and mail, and the files that run when you log in.',
    homes: 'Other people’s homes, with whatever they keep there.',
    secrets: 'Keys and passwords: whoever reads them can act as you elsewhere.',
    settings: 'Settings of your programs: some of them run at your next login, outside every container.',
    'engine-data': 'The engine’s own store: the files and secrets of every container.',
    system: 'The system itself: whoever may write there owns this machine.',
    shared: 'Shared by all programs and users here: sockets, and other people’s files.',
  },
  mounts: 'Give a container this part of the machine?',
  mountsDetail:
    'Everything that runs in the container gets it: the image, notebooks, and what they download.',
  readOnly: (path) => `${path} (for reading only)`,
  allowMounts: 'Mount it',
  hostTerminals: 'Open a terminal on this machine?',
  hostTerminalsDetail:
    'It is outside every container: whatever is typed there runs as you. Berth asks once each time it is started.',
  allowHostTerminals: 'Open it',
  engine: 'Use another container engine?',
  engineDetail:
    'It gets the passwords of your registries when it downloads, and the variables of what you launch. Go on only if it is yours.',
  allowEngine: 'Use it',
  cancel: 'Cancel',
}
