// The driver, the cards, and what a container gets of them.
import type { Findings } from '..'

export const cards = {
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
} satisfies Partial<Findings>

function notLoadedEnglish(reason: string): string {
  if (reason === 'nouveau')
    return 'The open nouveau driver holds the card. It has to be blocked, and the machine restarted.'
  if (reason === 'secure-boot')
    return 'Secure Boot is on, and the kernel loads only signed modules. Enrol the module’s key, or switch Secure Boot off.'
  return 'nvidia-smi is here, and no kernel module answers: usually it was not built for the running kernel.'
}
