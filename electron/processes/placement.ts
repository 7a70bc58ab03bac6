// Where a process lives, read from its /proc/<pid>/cgroup: cgroup v1 and v2, the cgroupfs and the systemd driver,
// Docker, Podman, containerd, CRI-O and Kubernetes. Pure; whatever a path does not say is not said here either.

export type Placement =
  /** Container ids of 64 hex digits, the outermost first: an engine inside a container nests them. */
  | { is: 'container'; ids: string[]; path: string }
  /** A container of a kind that no engine lists by such an id: a pod, a build, LXC, systemd-nspawn. */
  | { is: 'foreign'; path: string }
  /** Above the root of our own cgroup namespace: Berth itself is in a container. */
  | { is: 'above'; path: string }
  /** In no container as far as the path tells. */
  | { is: 'none'; path: string }

/** The id alone (cgroupfs), `docker-<id>.scope` and its kin (systemd), or `…:cri-containerd:<id>`. */
const containerSegment = /^(?:(?:[\w.]+-)*|[^:]*:[\w.-]+:)([0-9a-f]{64})(?:\.scope)?$/
/** conmon watches a container from outside; its scope carries the container's id. */
const watcher = /conmon/
const foreignSegment = /^(?:kubepods|lxc\.payload|lxc$|systemd-nspawn@|buildkit$|machine-(?!qemu))/

export function placementOf(cgroup: string): Placement {
  const places = pathsIn(cgroup).map(placeOf)
  const containers = places.filter((place) => place.is === 'container')
  // Controllers of cgroup v1 may be nested to different depths.
  const [deepest] = containers.sort((a, b) => b.ids.length - a.ids.length)
  const first = (is: Placement['is']): Placement | undefined => places.find((place) => place.is === is)
  return deepest ?? first('foreign') ?? first('above') ?? first('none') ?? { is: 'none', path: '' }
}

/** `hierarchy:controllers:path`, the path being the rest of the line. */
export function pathsIn(cgroup: string): string[] {
  const paths = cgroup.split('\n').flatMap((line) => /^\d+:[^:]*:(\/.*)$/.exec(line)?.[1] ?? [])
  return [...new Set(paths)]
}

function placeOf(path: string): Placement {
  const segments = path.split('/').filter(Boolean)
  const ids = segments.flatMap((segment) =>
    watcher.test(segment) ? [] : (containerSegment.exec(segment)?.[1] ?? []),
  )
  if (ids.length > 0) return { is: 'container', ids, path }
  if (segments.some((segment) => foreignSegment.test(segment))) return { is: 'foreign', path }
  return segments[0] === '..' ? { is: 'above', path } : { is: 'none', path }
}
