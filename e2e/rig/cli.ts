import { attach, up } from './index'

async function main([verb]: readonly string[]): Promise<void> {
  if (verb === 'up') {
    const rig = await up({ log: (line) => console.error(`rig: ${line}`) })
    console.log(JSON.stringify(rig, null, 2))
  } else if (verb === 'down') {
    await (await attach())?.down()
  } else if (verb === 'env') {
    const rig = await attach()
    for (const [k, v] of Object.entries(rig?.env ?? {})) console.log(`export ${k}='${v}'`)
  }
}
main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
