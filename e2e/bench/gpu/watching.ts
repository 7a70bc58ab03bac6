// A process with the services of a running Berth, and somebody who looks at the GPUs and their processes (or nobody).
import Conf from 'conf'
import { createRooms } from '../../../electron/rooms'

const [, , what = '', folder = ''] = process.argv

const rooms = await createRooms({
  mode: 'headless',
  version: 'bench',
  folder,
  openStore: ({ folder: cwd, name }) => new Conf({ cwd, configName: name }),
  env: process.env,
  log: () => undefined,
})
const stop = new AbortController()
if (what === 'watching') {
  const { gpus, processes } = rooms.services
  for (const watch of [gpus.watch(stop.signal), processes.watch(stop.signal)])
    void (async () => {
      for await (const _ of watch);
    })()
}
process.once('SIGTERM', () => {
  stop.abort()
  void rooms.dispose().then(() => process.exit(0))
})
console.log('ready')
