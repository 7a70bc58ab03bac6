// Short-lived containers a launch needs for itself: labelled so that none outlives its launch.
import { labels } from '../../shared/model/labels'
import type { CreateSpec } from '../engine'
import { newId } from '../owner'

/** Who wants it: the task, and the process that carries the task out. */
export type OnBehalf = { taskId: string; owner: string }

type Wanted = OnBehalf & {
  purpose: 'look' | 'install'
  image: string
  entrypoint: string[] | null
  cmd: string[]
  user: string
  tty: boolean
}

/** No environment label: a container with a task but no environment is a helper (see sweep.ts). */
export function helperSpec({
  taskId,
  owner,
  purpose,
  image,
  entrypoint,
  cmd,
  user,
  tty,
}: Wanted): CreateSpec {
  const name = `berth-${purpose}-${newId()}`
  return {
    name,
    image,
    cmd,
    entrypoint,
    env: [],
    labels: { [labels.made]: '1', [labels.name]: name, [labels.task]: taskId, [labels.owner]: owner },
    user,
    workingDir: '/',
    tty,
    openStdin: false,
    ports: [],
    binds: [],
    deviceRequests: [],
    shmBytes: null,
    memoryBytes: null,
    nanoCpus: null,
    restart: 'no',
    init: false,
  }
}

/** What `commit` would keep of a helper's labels: emptied, so that nothing made from the image looks like a helper. */
export const noHelperLabels = { [labels.name]: '', [labels.task]: '', [labels.owner]: '' }
