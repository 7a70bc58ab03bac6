import { attach, leftovers, scenarioNames, up, type Rig, type ScenarioName } from './index'
import { defaultName, placeOf } from './place'
import { takeDown } from './down'

/** The rig from a shell: `tsx e2e/rig/cli.ts up | down | status | scenario NAME | env`. */
const usage = `usage: rig up [--scenario NAME] [--no-toolkit] [--json]
       rig down [--purge]
       rig status [--json]
       rig scenario NAME      (${scenarioNames.join(', ')})
       rig env                (prints export lines)
BERTH_RIG_NAME names the rig ("${defaultName()}" now), BERTH_RIG_CACHE moves its cache,
BERTH_RIG=existing uses the engine at DOCKER_HOST.`

async function main(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args
  switch (verb) {
    case 'up':
      return await bringUp(rest)
    case 'down':
      await takeDown(placeOf(defaultName()), { purge: rest.includes('--purge'), log: say })
      return 0
    case 'status':
      return await status(rest.includes('--json'))
    case 'scenario':
      await (await running()).setScenario(scenarioOf(rest[0]))
      return 0
    case 'env':
      for (const [name, value] of Object.entries((await running()).env))
        console.log(`export ${name}=${quoted(value)}`)
      return 0
    default:
      console.error(usage)
      return verb === undefined || verb === 'help' || verb === '--help' ? 0 : 2
  }
}

async function bringUp(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--scenario')
  const rig = await up({
    log: say,
    ...(at >= 0 ? { scenario: scenarioOf(args[at + 1]) } : {}),
    ...(args.includes('--no-toolkit') ? { toolkit: false } : {}),
  })
  if (args.includes('--json')) console.log(JSON.stringify(rig, null, 2))
  else console.log(summary(rig))
  return 0
}

async function status(json: boolean): Promise<number> {
  const rig = await attach()
  const left = await leftovers()
  if (json)
    console.log(JSON.stringify({ up: rig !== null, rig, leftovers: rig === null ? left : [] }, null, 2))
  else if (rig !== null) console.log(summary(rig))
  else if (left.length === 0) console.log(`The rig "${defaultName()}" is down and has left nothing behind.`)
  else
    console.log([`The rig "${defaultName()}" does not answer, and this of it is left:`, ...left].join('\n  '))
  return rig !== null || left.length === 0 ? 0 : 1
}

function summary(rig: Rig): string {
  return [
    `The rig "${rig.name}" is up. GPUs are SIMULATED.`,
    `  engine    ${rig.dockerHost}`,
    `  registry  ${rig.registry.host}  (user ${rig.registry.username}; without login: ${rig.registry.anonymousHost})`,
    ...Object.entries(rig.images).map(([name, reference]) => `  ${name.padEnd(14)}${reference}`),
    `  on it:    eval "$(npx tsx e2e/rig/cli.ts env)"`,
  ].join('\n')
}

async function running(): Promise<Rig> {
  const rig = await attach()
  if (rig === null)
    throw new Error(`The rig "${defaultName()}" is not up: run "npx tsx e2e/rig/cli.ts up" first.`)
  return rig
}

function scenarioOf(text: string | undefined): ScenarioName {
  const name = scenarioNames.find((known) => known === text)
  if (name === undefined)
    throw new Error(`There is no scenario "${text ?? ''}": choose one of ${scenarioNames.join(', ')}.`)
  return name
}

function say(line: string): void {
  console.error(`rig: ${line}`)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(`rig: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  },
)
