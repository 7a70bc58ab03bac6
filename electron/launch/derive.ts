// Makes an image with JupyterLab out of one without, once; it is kept and used again by every later launch.
import { labels } from '../../shared/model/labels'
import { splitReference } from '../../shared/model/names'
import { RefusalError } from '../../shared/model/refusal'
import type { Engine } from '../engine'
import { helperSpec, noHelperLabels, type OnBehalf } from './helper'

/** Raised when the recipe changes: older derived images are then left alone and made anew. */
const recipe = 1

/** pip where the image has Python; else the system's packages, which bring Python along. */
const script = `
export DEBIAN_FRONTEND=noninteractive PIP_BREAK_SYSTEM_PACKAGES=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_NO_CACHE_DIR=1 PIP_PROGRESS_BAR=off PIP_ROOT_USER_ACTION=ignore TERM=dumb
with_pip() {
  for python in python3 python; do
    if "$python" -m pip --version >/dev/null 2>&1; then "$python" -m pip install jupyterlab; return; fi
  done
  return 1
}
with_apt() {
  command -v apt-get >/dev/null 2>&1 || return 1
  apt-get update || return 1
  apt-get install -y --no-install-recommends jupyterlab || {
    apt-get install -y --no-install-recommends python3 python3-pip && with_pip
  }
}
with_pip || with_apt || { echo 'Neither pip nor apt-get could install JupyterLab here.'; exit 1; }
rm -rf /var/lib/apt/lists/* /root/.cache
command -v jupyter-lab
`

/** One per image id: `berth-derived/pytorch:jupyter1-0a1b2c3d4e5f`. */
export function derivedReference(reference: string, imageId: string): string {
  const { name } = splitReference(reference)
  const last = name.split('/').at(-1) ?? 'image'
  return `berth-derived/${last}:jupyter${recipe}-${imageId.replace(/^sha256:/, '').slice(0, 12)}`
}

type Wanted = {
  reference: string
  onBehalf: OnBehalf
  onOutput: (text: string) => void
  signal: AbortSignal
}

/** Answers with the new image's reference. Refuses with JupyterInstallFailed. */
export async function deriveImage(
  engine: Engine,
  { reference, onBehalf, onOutput, signal }: Wanted,
): Promise<string> {
  const image = await engine.images.inspect(reference, signal)
  if (image === null)
    throw new RefusalError('NotFound', { params: { image: reference }, evidence: reference })
  const target = derivedReference(reference, image.id)
  const spec = helperSpec({
    ...onBehalf,
    purpose: 'install',
    image: reference,
    entrypoint: ['/bin/sh', '-c', script],
    cmd: [],
    user: '0:0',
    tty: true,
  })
  const { id } = await engine.containers.create(spec)
  try {
    signal.throwIfAborted()
    await engine.containers.start(id, signal)
    const output = await follow(engine, { id, onOutput, signal })
    const { exitCode } = await engine.containers.wait(id, signal)
    if (exitCode !== 0)
      throw new RefusalError('JupyterInstallFailed', {
        params: { image: reference, exitCode },
        evidence: output.trim().split('\n').slice(-6).join('\n'),
        raw: output,
        actions: ['retry'],
      })
    const { tag, name } = splitReference(target)
    const [repository, cmd] = [name, image.cmd.length > 0 ? image.cmd : ['/bin/sh']]
    const derivedFrom = { [labels.made]: '1', [labels.derivedFrom]: `${reference} ${image.id}` }
    await engine.containers.commit(
      id,
      { repository, tag, cmd, user: image.user, labels: { ...noHelperLabels, ...derivedFrom } },
      signal,
    )
    return target
  } finally {
    await engine.containers.remove(id, { volumes: true })
  }
}

type Followed = { id: string; onOutput: (text: string) => void; signal: AbortSignal }

/** Everything it prints, as it comes; ends when the container does. */
async function follow(engine: Engine, { id, onOutput, signal }: Followed): Promise<string> {
  const log = await engine.containers.logs(id, { follow: true, tail: 10_000, timestamps: false, signal })
  const hangUp = () => log.stream.destroy()
  signal.addEventListener('abort', hangUp, { once: true })
  const decoder = new TextDecoder()
  let all = ''
  try {
    for await (const chunk of log.stream) {
      const text = decoder.decode(chunk as Uint8Array, { stream: true }).replaceAll('\r\n', '\n')
      all = (all + text).slice(-200_000)
      onOutput(text)
    }
  } finally {
    signal.removeEventListener('abort', hangUp)
  }
  signal.throwIfAborted()
  return all
}
