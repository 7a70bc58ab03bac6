// For a process under measurement (NODE_OPTIONS=--require): on SIGUSR2 it collects its garbage and writes what its heap holds, in bytes.
const { writeFileSync } = require('node:fs')
const { setFlagsFromString } = require('node:v8')
const { runInNewContext } = require('node:vm')

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
process.on('SIGUSR2', () => {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  writeFileSync(process.env['BERTH_BENCH_HEAP'], String(heapUsed + arrayBuffers))
})
