import { startEngine, stopEngine } from '../engine'
import { defaultName, placeOf } from '../place'
import { readRecord } from '../record'

/** `systemctl` of the simulated workstation: `[enable --now | start | stop | restart | daemon-reload] docker`, done to the rig's engine. */
async function main(args: readonly string[]): Promise<number> {
  const words = args.filter((word) => !word.startsWith('--'))
  const [verb = '', unit = ''] = words
  if (verb === 'daemon-reload') return 0
  if (unit !== 'docker' && unit !== 'docker.service') {
    console.error(`Failed to ${verb} ${unit}: Unit ${unit} not found.`)
    return 5
  }
  const place = placeOf(defaultName())
  const record = await readRecord(place)
  if (record === null) {
    console.error(`The rig "${place.name}" is not up.`)
    return 1
  }
  if (verb === 'stop' || verb === 'restart') await stopEngine(place, 'term')
  if (verb === 'start' || verb === 'restart' || (verb === 'enable' && args.includes('--now')))
    await startEngine({ place, ...record })
  return 0
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(`Job for docker.service failed: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  },
)
