// Containers that ran and ended, as many as a bench wants.
import type { CreateSpec, Engine } from '../../electron/engine'

const atOnce = 6
const mark = { 'sh.berth.bench': 'list' }

export async function makeStopped(engine: Engine, image: string, containers: number): Promise<void> {
  await spread(Array.from({ length: containers }), async () => {
    const { id } = await engine.containers.create(spec(image))
    await engine.containers.start(id)
    await engine.containers.wait(id)
  })
}

export async function removeStopped(engine: Engine): Promise<void> {
  const marked = (await engine.containers.list()).filter(({ labels }) => labels['sh.berth.bench'] === 'list')
  await spread(marked, ({ id }) => engine.containers.remove(id))
}

async function spread<T>(items: T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function spec(image: string): CreateSpec {
  return {
    ...{ name: '', image, cmd: ['true'], entrypoint: null, env: [], labels: mark, user: '', workingDir: '' },
    ...{ tty: false, openStdin: false, ports: [], binds: [], deviceRequests: [], shmBytes: null },
    ...{ memoryBytes: null, nanoCpus: null, restart: 'no', init: false },
  }
}
