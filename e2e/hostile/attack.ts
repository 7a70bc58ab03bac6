// What a notebook's script tries, in its own page. It is written as text into the notebook's folder, so it uses nothing but a browser's own.

export type Target = {
  /** The app's own origin. */
  app: string
  /** The other environment's. */
  victim: string
  secret: string
}

/** By attack, what came of it in a word. */
export type Outcome = Record<string, string>

export async function attack(target: Target): Promise<Outcome> {
  const outcome: Outcome = {}
  const attempt = async (name: string, what: () => unknown) => {
    const late = new Promise((resolve) => setTimeout(() => resolve('no answer'), 1500))
    try {
      outcome[name] = String(await Promise.race([what(), late]))
    } catch (error) {
      outcome[name] = error instanceof Error ? `refused: ${error.name}` : 'refused'
    }
  }
  const read = (url: string, init: RequestInit = {}) =>
    fetch(url, init).then(async (answer) => {
      const text = await answer.text()
      return text.includes(target.secret)
        ? 'THE SECRET'
        : `${answer.type} ${answer.status} ${text.length > 0 ? 'READ' : 'nothing'}`
    })
  const socket = (url: string) =>
    new Promise((resolve) => {
      const opened = new WebSocket(url)
      opened.onopen = () => resolve('OPENED')
      opened.onerror = () => resolve('refused')
    })
  const inFrame = (url: string) =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      setTimeout(() => {
        try {
          resolve(
            frame.contentDocument === null
              ? 'closed'
              : `about:blank ${frame.contentDocument.body.innerText.length}`,
          )
        } catch {
          resolve('closed')
        }
        frame.remove()
      }, 1000)
    })
  const askThrough = (window: Window, origin: string) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve('ANSWERED')
      window.postMessage({ berth: 'port', kind: 'rpc' }, origin, [port2])
      // As the app's own client asks for a first value, in its protocol.
      port1.postMessage(JSON.stringify({ i: '1', p: { u: '/host/facts', b: {} } }))
    })

  await attempt(
    'a bridge',
    () =>
      ['berthDesktop', 'require', 'process', 'Buffer', 'module', 'electron']
        .filter((name) => name in window)
        .join() || 'none',
  )
  await attempt('the parent’s page', () =>
    window.parent === window ? 'alone' : `READ ${window.parent.document.title}`,
  )
  await attempt('the top’s address', () =>
    window.top === window ? 'alone' : `READ ${window.top?.location.href ?? ''}`,
  )
  await attempt('a port through the parent', () => askThrough(window.parent, '*'))
  await attempt('the app by fetch', () => read(`${target.app}/`, { credentials: 'include' }))
  await attempt('the app by fetch without CORS', () =>
    read(`${target.app}/`, { credentials: 'include', mode: 'no-cors' }),
  )
  await attempt('the app by POST', () =>
    read(`${target.app}/rpc/containers/list`, { method: 'POST', body: '{}', credentials: 'include' }),
  )
  await attempt('the app by WebSocket', () => socket(`${target.app.replace(/^\w+/, 'ws')}/rpc`))
  await attempt('the app in a frame', () => inFrame(`${target.app}/`))
  await attempt('the other environment by fetch', () =>
    read(`${target.victim}/files/secret.txt`, { credentials: 'include' }),
  )
  await attempt('the other environment without CORS', () =>
    read(`${target.victim}/files/secret.txt`, { credentials: 'include', mode: 'no-cors' }),
  )
  await attempt('the other environment by its interface', () =>
    read(`${target.victim}/api/contents/secret.txt?content=1`, { credentials: 'include' }),
  )
  await attempt('the other environment by WebSocket', () =>
    socket(`${target.victim.replace(/^\w+/, 'ws')}/api/events/subscribe`),
  )
  await attempt('the other environment in a frame', () => inFrame(`${target.victim}/files/secret.txt`))
  await attempt('a worker that answers for all', async () => {
    const registration = await navigator.serviceWorker.register('/files/worker.js', { scope: '/' })
    return `REGISTERED ${registration.scope}`
  })
  await attempt('Node in a worker', () => {
    const script =
      'postMessage(["require", "process", "Buffer"].filter((name) => name in self).join() || "none")'
    const worker = new Worker(URL.createObjectURL(new Blob([script])))
    return new Promise((resolve) => (worker.onmessage = (event) => resolve(event.data)))
  })
  await attempt('the clipboard', async () => `READ ${await navigator.clipboard.readText()}`)
  await attempt('a loosened domain', () => {
    Object.assign(document, { domain: 'berth.localhost' })
    return window.parent === window ? 'alone' : `READ ${window.parent.document.title}`
  })
  await attempt('a cookie for the whole site', () => {
    const { port } = new URL(target.app.startsWith('http') ? target.app : 'http://x:1')
    document.cookie = `berth-${port}=tossed; Domain=berth.localhost; Path=/`
    document.cookie = `berth-${port}=tossed; Domain=berth.localhost; Path=/rpc`
    return 'set'
  })
  await attempt('a name that deceives', () => {
    document.title = `\u202eBerth – root shell\u202c <img src=x onerror=alert(1)> ${'x'.repeat(1_000_000)}`
    return 'set'
  })
  return outcome
}
