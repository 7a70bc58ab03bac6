import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countsOf, type Counts } from './counts'

// Real reports of both runners. Inside the checkout: the runners are found from there.
let folder = ''
beforeAll(async () => {
  await mkdir('out', { recursive: true })
  folder = await mkdtemp(join(process.cwd(), 'out', 'counts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const tests = (runner: string) => `import { test, expect } from '${runner}'
let tries = 0
test('good', () => {})
test('bad', () => { expect(1 + 1).toBe(3) })
test('late', LATE => { expect(LATE).toBe(1) })
test.skip('not now', () => {})
`

test('vitest: who failed and why, and who passed only when tried again', async () => {
  await writeFile(
    join(folder, 'some.test.mjs'),
    tests('vitest').replace('LATE =>', '() =>').replace('LATE', 'tries++'),
  )
  await writeFile(join(folder, 'broken.test.mjs'), `throw new Error('not loadable')`)
  await writeFile(join(folder, 'vitest.config.mjs'), `export default { test: { include: ['*.test.mjs'] } }`)
  const file = join(folder, 'vitest.json')
  const exitCode = await run(
    ['vitest', 'run', '--root', folder, '--retry=1', '--reporter=json', `--outputFile.json=${file}`],
    {},
  )
  const counts = await countsOf('vitest', { exitCode, file })
  expect(counts).toMatchObject({ passed: 2, failed: 1, skipped: 1 })
  look(counts)
  expect(counts.failures.map(({ why }) => why).join()).toContain('not loadable')
}, 60_000)

test('Playwright: who failed and why, and who passed only when tried again', async () => {
  const text = tests('@playwright/test').replace('LATE =>', '({}, info) =>').replace('LATE', 'info.retry')
  await writeFile(join(folder, 'some.spec.ts'), text)
  await writeFile(
    join(folder, 'playwright.config.ts'),
    `export default { testMatch: '*.spec.ts', respectGitIgnore: false, outputDir: 'left' }`,
  )
  const file = join(folder, 'playwright.json')
  const exitCode = await run(['playwright', 'test', '-c', folder, '--retries=1', '--reporter=json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const counts = await countsOf('playwright', { exitCode, file })
  expect(counts).toMatchObject({ passed: 2, failed: 1, skipped: 1 })
  look(counts)
}, 60_000)

test('A stage that ended before its report is one failure', async () => {
  const none = join(folder, 'none.json')
  expect(await countsOf('vitest', { exitCode: 1, file: none })).toMatchObject({ passed: 0, failed: 1 })
})

function look({ failures, unsteady }: Counts): void {
  expect(failures[0]?.test).toMatch(/some\.(test|spec)\.(mjs|ts) › bad$/)
  expect(failures[0]?.why).toContain('3')
  expect(unsteady).toHaveLength(1)
  expect(unsteady[0]?.test).toMatch(/ › late$/)
  expect(unsteady[0]?.why).toMatch(/toBe|to be 1/)
}

/** Its exit code. */
function run([program = '', ...rest]: string[], env: NodeJS.ProcessEnv): Promise<number> {
  // What the run around this one has set would be taken for theirs.
  const outer = Object.entries(process.env).filter(
    ([name]) => !/VITEST|TEST|NODE_ENV|PLAYWRIGHT|^CI$/.test(name),
  )
  return new Promise((resolve) => {
    execFile(
      join('node_modules', '.bin', program),
      rest,
      { env: { ...Object.fromEntries(outer), ...env } },
      (error) => {
        resolve(typeof error?.code === 'number' ? error.code : 0)
      },
    )
  })
}
