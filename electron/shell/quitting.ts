// Quitting: what is open gets a moment to close; what hangs does not keep the app. Containers go on, on purpose.
import { app } from 'electron'

export const quitMilliseconds = 3000

export function onQuit(close: () => Promise<void>, failed: (error: unknown) => void): void {
  let quitting = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (quitting) return
    quitting = true
    const deadline = setTimeout(() => app.exit(0), quitMilliseconds)
    void close()
      .catch(failed)
      .finally(() => {
        clearTimeout(deadline)
        app.exit(0)
      })
  })
}
