// `npm start`: the app for daily use, on the person's own engine; in a window where there is a display, else in a browser.
import { openApp } from './demo/app'
import { buildIfStale } from './machine'

async function main(): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  await buildIfStale(stop.signal)
  const app = await openApp({ env: process.env, signal: stop.signal })
  try {
    console.log(`Berth is open ${app.where}`)
    await app.closed
  } finally {
    await app.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
