// Loaded before a bench's app (`electron --require`): tells when the wanted was really painted, and what main and renderer weigh at rest.
const { app } = require('electron')
const { readFileSync, writeFileSync } = require('node:fs')

const {
  BERTH_BENCH_WANTED: wanted = '',
  BERTH_BENCH_REST: rest = '0',
  BERTH_BENCH_OUT: out = '',
} = process.env

/** In the page: the wanted is there, a frame with it was handed to the compositor, and the next one began. */
const painted = `new Promise((resolve) => {
  const wanted = ${JSON.stringify(wanted.split('|'))}
  const look = () => {
    if (!wanted.every((each) => document.querySelector(each))) return requestAnimationFrame(look)
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())))
  }
  look()
})`

/** Proportional set size in MB: what is shared counts by its share. */
function weightOf(pid) {
  const [, kibibytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  return Number(kibibytes) / 1024
}

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    const paintedAt = await contents.executeJavaScript(painted)
    await new Promise((resolve) => setTimeout(resolve, Number(rest)))
    const megabytes = weightOf(process.pid) + weightOf(contents.getOSProcessId())
    writeFileSync(out, JSON.stringify({ paintedAt, megabytes }))
    app.exit(0)
  })
})
