// Enough file watches for JupyterLab and editors. 8192 watches and 128 instances were the kernel's old defaults.
import { advice, fine, notApplicable, type DoctorCheck } from '../check'
import { all, ofFile } from '../evidence'

/** What VS Code's documentation asks for is 524288; below these, two editors on one data set come to the end. */
const leastWatches = 65_536
const leastInstances = 256
const folder = '/proc/sys/fs/inotify'

export const inotifyCheck: DoctorCheck = {
  id: 'inotify',
  after: [],
  milliseconds: 5_000,
  async run({ machine }) {
    const paths = [`${folder}/max_user_watches`, `${folder}/max_user_instances`]
    const files = await Promise.all(paths.map((path) => machine.readText(path)))
    const [watches = NaN, instances = NaN] = files.map((file) =>
      file.is === 'text' ? Number(file.text) : NaN,
    )
    if (machine.platform !== 'linux' || Number.isNaN(watches) || Number.isNaN(instances))
      return notApplicable('not-linux')
    const evidence = all(...files.map((file, index) => ofFile(paths[index] ?? '', file)))
    const said = { params: { watches, instances }, evidence }
    // Only what is low is raised: a fix that lowered the other would be none.
    const few = { watches: watches < leastWatches, instances: instances < leastInstances }
    if (few.watches && few.instances)
      return advice('inotify-low', {
        ...said,
        fixes: [{ id: 'raise-inotify-watches' }, { id: 'raise-inotify-instances' }],
      })
    if (few.watches)
      return advice('inotify-few-watches', { ...said, fixes: [{ id: 'raise-inotify-watches' }] })
    if (few.instances)
      return advice('inotify-few-instances', { ...said, fixes: [{ id: 'raise-inotify-instances' }] })
    return fine('inotify-enough', said)
  },
}
