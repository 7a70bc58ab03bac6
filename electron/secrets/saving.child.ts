// For a test: a Berth of its own that saves secrets, as many as it is told, when its input says so.
import { createSecrets } from '.'

const [folder = '', prefix = '', count = '0'] = process.argv.slice(2)
const secrets = createSecrets({
  folder,
  box: () => Promise.resolve({ is: 'no-desktop' }),
  heard: () => undefined,
  log: (line) => process.stderr.write(`${line}\n`),
})

async function save(): Promise<void> {
  for (let at = 0; at < Number(count); at += 1) {
    await secrets.set(`${prefix}_${at}`, `value ${at}`)
    // One of every three is removed again.
    if (at % 3 === 2) await secrets.remove(`${prefix}_${at}`)
  }
}

process.stdout.write('ready\n')
process.stdin.once('data', () => {
  void save().then(() => process.exit(0))
})
