import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { defaultName, placeOf } from '../place'
import { simulatedCards, writeSpecification } from './specification'

/** `nvidia-ctk` of the simulated workstation, as far as Berth's fixes use it. */
const usage =
  'nvidia-ctk: the rig knows --version, runtime configure, cdi generate and system create-dev-char-symlinks'
const ConfigShape = z.looseObject({
  runtimes: z.record(z.string(), z.unknown()).optional(),
  features: z.record(z.string(), z.unknown()).optional(),
})

async function main(args: readonly string[]): Promise<number> {
  const place = placeOf(defaultName())
  const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const asked = args.filter((arg) => !arg.startsWith('--')).join(' ')
  if (args.includes('--version')) {
    console.log("NVIDIA Container Toolkit CLI version 1.17.8\ncommit: simulated by Berth's rig")
    return 0
  }
  switch (asked) {
    case 'runtime configure': {
      // The workstation's /etc/docker/daemon.json is the rig's own file.
      const file = option('config') ?? place.daemonConfig
      const config = ConfigShape.parse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')))
      const runtimes = {
        ...config.runtimes,
        nvidia: { args: [], path: join(place.bin, 'nvidia-container-runtime') },
      }
      const cdi = args.includes('--cdi.enabled')
        ? { features: { ...config.features, cdi: true }, 'cdi-spec-dirs': [join(place.hostRoot, 'etc/cdi')] }
        : {}
      await writeFile(file, JSON.stringify({ ...config, runtimes, ...cdi }, null, 4))
      console.log(`time="now" level=info msg="Wrote updated config to ${file}"`)
      return 0
    }
    case 'cdi generate': {
      const file = join(place.hostRoot, option('output') ?? '/etc/cdi/nvidia.yaml')
      await mkdir(dirname(file), { recursive: true })
      await writeSpecification(place, file, await simulatedCards(place))
      console.log(`time="now" level=info msg="Generated CDI spec with version 0.5.0"`)
      return 0
    }
    case 'system create-dev-char-symlinks':
      await writeFile(join(place.hostRoot, 'dev/char/195:255'), '')
      return 0
    default:
      console.error(usage)
      return 1
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(`time="now" level=fatal msg="${error instanceof Error ? error.message : String(error)}"`)
    process.exitCode = 1
  },
)
