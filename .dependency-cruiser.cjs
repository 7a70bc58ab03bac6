/** Tests, and what only tests use. */
const tests = '\\.(test|test-support)\\.tsx?$'

/** Imports point one way: renderer → shared ← electron. A room is entered by its front door. */
const rooms = (side) => ({
  name: `${side}-rooms-by-the-front-door`,
  severity: 'error',
  comment: 'Nobody reaches into another room: import its index.ts.',
  from: { path: `^${side}/([^/]+)/`, pathNot: tests },
  to: {
    path: `^${side}/([^/]+)/.+`,
    pathNot: [`^${side}/$1/`, `^${side}/[^/]+/index\\.tsx?$`, '^renderer/(ui|state|i18n|rooms)/'],
  },
})
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-knows-nobody',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|e2e)/' },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-not-electron',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|e2e)/' },
    },
    {
      name: 'electron-not-renderer',
      severity: 'error',
      from: { path: '^electron/', pathNot: tests },
      to: { path: '^(renderer|e2e)/' },
    },
    {
      name: 'dockerode-only-in-engine',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: '^electron/engine/' },
      to: { path: 'node_modules/(@types/)?dockerode' },
    },
    {
      name: 'electron-only-in-shell',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(main\\.ts|preload\\.ts|shell/|transport/port\\.ts)' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'headless-without-electron',
      severity: 'error',
      from: { path: '^electron/(headless|cli)\\.ts' },
      to: { path: '^electron/shell/' },
    },
    {
      name: 'product-not-tests',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'bundled-is-declared',
      severity: 'error',
      comment: 'What is bundled is a production dependency: licences, SBOM and audits speak of those.',
      from: {
        path: '^(electron|renderer|shared)/',
        pathNot: `${tests}|^renderer/(dev/|vite\\.d\\.ts)|/(stage|stand-in)\\.ts$`,
      },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/electron/',
      },
    },
    rooms('electron'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
  },
}
