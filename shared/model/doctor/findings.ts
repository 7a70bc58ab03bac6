// What the doctor may find and what may mend it, by name: words, screens and tests are complete over these lists.
import { z } from 'zod'

/** In the order of the checks that give them. */
export const findingIds = [
  // any check
  'cause-elsewhere', // params: check
  'cpu-only',
  'not-linux',
  'engine-remote', // params: address
  'check-timed-out', // params: seconds
  'check-broke', // params: message
  // engine
  'engine-answers', // params: product, version, address, source
  'engine-context-dead', // params: context, dead, address
  'engine-not-installed',
  'engine-stopped', // params: address
  'engine-desktop-stopped',
  'engine-forbidden', // params: address, user
  'engine-wrong-address', // params: address, source, other
  'engine-silent', // params: address
  'engine-api-too-old', // params: address, version
  'engine-unreachable', // params: address, message
  // engine-version
  'api-current', // params: version, api
  'api-old', // params: version, api
  // engine-setup
  'setup-usual', // params: storage, cgroupDriver, cgroupVersion
  'setup-rootless',
  'setup-desktop',
  'setup-podman', // params: version
  'setup-podman-too-old', // params: version
  'setup-storage-slow', // params: storage
  'setup-other-engine', // params: address, product, context, other
  // disk
  'disk-roomy', // params: freeGiB
  'disk-low', // params: path, freeGiB
  'disk-full', // params: path, freeGiB
  // driver
  'driver-loaded', // params: version
  'driver-missing', // params: card
  'driver-not-loaded', // params: reason
  // driver-versions
  'versions-agree', // params: version
  'versions-differ', // params: kernel, library
  'versions-untold', // params: kernel
  // cards
  'cards-answer', // params: count
  'card-lost', // params: card, name
  'card-needs-reset', // params: card, name
  'cards-none',
  'cards-silent', // params: message
  // toolkit
  'toolkit-present', // params: version
  'toolkit-cdi-only', // params: version
  'toolkit-missing',
  'toolkit-snap-engine',
  'toolkit-not-needed', // params: product
  // toolkit-configured
  'runtime-registered',
  'runtime-in-file', // params: file
  'toolkit-by-hook',
  'toolkit-by-cdi',
  'toolkit-unconfigured', // params: file
  // engine-restarted
  'engine-current',
  'engine-not-restarted', // params: changed
  'engine-config-newer', // params: file
  'engine-start-unknown',
  // cdi
  'cdi-matches', // params: count
  'cdi-not-used',
  'cdi-missing', // params: folders
  'cdi-off', // params: version
  'cdi-cards-differ', // params: missing
  'cdi-files-gone', // params: path
  'cdi-unreadable', // params: file
  // gpu-container
  'gpu-container-runs', // params: image, count
  'gpu-container-starts', // params: image
  'gpu-container-fails', // params: image, message
  'gpu-container-blind', // params: image, message
  'gpu-container-no-image',
  // cgroup-hazard
  'cgroup-safe',
  'cgroup-hazard',
  // persistence
  'persistence-on',
  'persistence-off', // params: count
  // registry
  'registries-answer', // params: hosts
  'registry-unreachable', // params: host, message
  'registry-untrusted', // params: host, message
  'registry-proxy', // params: host, proxy, message
  // clock
  'clock-right', // params: seconds
  'clock-wrong', // params: seconds, host
  'clock-unknown',
  // inotify
  'inotify-enough', // params: watches, instances
  'inotify-few-watches', // params: watches, instances
  'inotify-few-instances', // params: watches, instances
  'inotify-low', // both; params: watches, instances
  // shm
  'shm-roomy', // params: sizeGiB
  'shm-small', // params: sizeMiB
  'shm-absent',
  // wsl
  'wsl-none',
  'wsl-ready',
  'wsl-one',
  'wsl-no-gpu',
  'wsl-linux-driver', // params: version
] as const
export const FindingIdSchema = z.enum(findingIds)
export type FindingId = z.infer<typeof FindingIdSchema>

export const fixIds = [
  'install-engine',
  'start-engine',
  'start-desktop',
  'join-docker-group',
  'unset-docker-host',
  'use-default-context',
  'change-address',
  'upgrade-engine',
  'use-overlay2',
  'free-disk',
  'install-driver',
  'load-driver',
  'reboot',
  'reload-driver',
  'reset-card',
  'install-toolkit',
  'leave-snap',
  'configure-toolkit',
  'restart-engine',
  'generate-cdi',
  'enable-cdi',
  'make-device-links',
  'enable-persistence',
  'check-network',
  'trust-certificate',
  'check-proxy',
  'set-clock',
  'raise-inotify-watches',
  'raise-inotify-instances',
  'mount-shm',
  'update-wsl',
  'convert-wsl',
  'remove-linux-driver',
] as const
export const FixIdSchema = z.enum(fixIds)
export type FixId = z.infer<typeof FixIdSchema>
