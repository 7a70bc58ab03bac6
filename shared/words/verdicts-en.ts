import type { VerdictWordings } from './verdicts'

const updateDriver = (needs: string) =>
  needs
    ? `Update the NVIDIA driver to ${needs} or newer, or choose an image with an older CUDA.`
    : 'Update the NVIDIA driver, or choose an image with an older CUDA.'
const newerImage = (firstCuda: string) =>
  firstCuda
    ? `Choose an image with CUDA ${firstCuda} or newer.`
    : 'Choose an image with a newer CUDA and framework.'
const olderImage = 'Choose an image with an older CUDA or framework.'

export const verdictsEn: VerdictWordings = {
  titles: {
    runs: 'Runs',
    'minor-version': 'Runs, with limits',
    'without-gpu': 'Runs without a GPU',
    'will-not-run': 'Will not run',
    'cannot-tell': 'Cannot tell',
  },
  likely: (sentence) => `Probably, but not verified: ${sentence}`,
  excluded: (count) =>
    count === 1
      ? 'One card of this machine cannot run it; choose another.'
      : `${count} cards of this machine cannot run it; choose others.`,
  reasons: {
    'driver-new-enough': {
      says: (p) =>
        p('cuda')
          ? `Driver ${p('driver')} runs CUDA ${p('cuda')}.`
          : `Driver ${p('driver')} is new enough: ${p('needs')} is asked for.`,
      next: () => '',
    },
    'driver-too-old': {
      says: (p) =>
        `Needs driver ${p('needs')} or newer${p('cuda') && ` for CUDA ${p('cuda')}`}, this machine has ${p('driver')}.`,
      next: (p) => updateDriver(p('needs')),
    },
    'driver-minor-version': {
      says: (p) =>
        // '12' alone: the image does not say which.
        `Driver ${p('driver')} ${p('cuda').includes('.') ? 'is' : 'may be'} older than the image’s CUDA ${p('cuda')} but of the same major: it runs, except code that has to be compiled on loading (PTX) and features of newer drivers.`,
      next: (p) => p('needs') && `Driver ${p('needs')} or newer lifts the limits.`,
    },
    'driver-forward-compat': {
      says: (p) =>
        `CUDA ${p('cuda')} needs driver ${p('needs')} or newer, this machine has ${p('driver')}; the image's compatibility package may make up for that on data-centre cards.`,
      next: (p) => updateDriver(p('needs')),
    },
    'driver-missing': {
      says: () => 'This machine has no NVIDIA driver, so the image runs on the CPU.',
      next: () => 'If there is an NVIDIA card, install its driver; the doctor says how.',
    },
    'driver-unknown': {
      says: (p) =>
        `The driver of the machine that would run it is not known${p('driver') && ` (${p('driver')})`}.`,
      next: () => 'Let the doctor look at the driver, then check again.',
    },
    'require-unmet': {
      says: (p) =>
        `The image demands ${p('require')}, which driver ${p('driver')} does not meet, so its container would not start.`,
      next: (p) =>
        `Update the NVIDIA driver${p('needs') && ` to ${p('needs')} or newer`}, or set NVIDIA_DISABLE_REQUIRE=1 to start it all the same.`,
    },
    'require-unreadable': {
      says: (p) => `The image's demand on the driver cannot be read: ${p('require')}.`,
      next: () => 'If its container does not start, set NVIDIA_DISABLE_REQUIRE=1.',
    },
    'capability-covered': {
      says: (p) =>
        p('kernels')
          ? `It has code for ${p('cards')} (compute capability ${p('capability')}).`
          : `CUDA ${p('cuda')} knows ${p('cards')} (compute capability ${p('capability')}).`,
      next: () => '',
    },
    'capability-too-old': {
      says: (p) =>
        `${p('cards')} has compute capability ${p('capability')}; the image has code for ${p('kernels')} only, so it fails with “no kernel image is available”.`,
      next: () => olderImage,
    },
    'capability-too-new': {
      says: (p) =>
        p('ptx')
          ? `${p('cards')} has compute capability ${p('capability')}; the image's code would have to be compiled for it on loading, which this driver is too old for.`
          : `${p('cards')} has compute capability ${p('capability')}; the image has code for ${p('kernels')} only, so it fails with “no kernel image is available”.`,
      next: (p) =>
        p('ptx')
          ? 'Update the NVIDIA driver, or choose an image made for this card.'
          : newerImage(p('firstCuda')),
    },
    'capability-by-ptx': {
      says: (p) =>
        `It has no ready code for ${p('cards')} (compute capability ${p('capability')}), but the driver compiles it on the first start, which takes minutes.`,
      next: () => '',
    },
    'capability-unknown': {
      says: (p) =>
        p('what') === 'card'
          ? `What ${p('cards')} can run is not known${p('capability') && ` (compute capability ${p('capability')})`}.`
          : `Which cards this image has code for is not published${p('capability') && `; ${p('cards')} needs compute capability ${p('capability')}`}.`,
      next: () => 'The check after the pull will tell.',
    },
    'cuda-dropped-architecture': {
      says: (p) =>
        `CUDA ${p('cuda')} no longer supports ${p('architecture')} cards (${p('cards')}); ${p('lastCuda')} was the last that did.`,
      next: (p) => `Choose an image with CUDA ${p('lastCuda')} or older.`,
    },
    'cuda-predates-architecture': {
      says: (p) =>
        `CUDA ${p('cuda')} is older than ${p('architecture')} cards (${p('cards')}), which need ${p('firstCuda')} or newer.`,
      next: (p) => `Choose an image with CUDA ${p('firstCuda')} or newer.`,
    },
    'architecture-other': {
      says: (p) => `Built for ${p('image')}; this machine is ${p('host')}.`,
      next: (p) => `Choose an image that is built for ${p('host')}.`,
    },
    'architecture-emulated': {
      says: (p) =>
        `Built for ${p('image')}; this machine is ${p('host')}, and starts it only if the engine emulates that, slowly.`,
      next: (p) => `Choose an image that is built for ${p('host')}.`,
    },
    'image-for-cpu': { says: () => 'Made for the CPU; it leaves GPUs alone.', next: () => '' },
    'no-card': {
      says: (p) => `Driver ${p('driver')} is here, but no NVIDIA card answers, so the image runs on the CPU.`,
      next: () => 'If there should be a card, the doctor says what is wrong.',
    },
    'nothing-known': {
      says: (p) =>
        p('cuda')
          ? `What CUDA ${p('cuda')} needs is not known here.`
          : 'Nothing in the image says what it needs of a GPU.',
      next: () => 'The check after the pull will tell.',
    },
  },
}
