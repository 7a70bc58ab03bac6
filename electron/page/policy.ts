// What our own page may load. Everything is refused but its own files; a notebook is another page with another policy.

export type PagePolicy = {
  /** Where notebooks are framed (headless); the desktop shows them in a <webview>, which no policy of the page covers. */
  frames: string[]
  /** Of this one answer, for the document alone. */
  nonce?: string
}

export function contentSecurityPolicy({ frames, nonce }: PagePolicy): string {
  const sources = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    // xterm.js and React Aria make style elements at run time, which carry the nonce (electron.vite.config.ts says how).
    'style-src': ["'self'", ...(nonce === undefined ? [] : [`'nonce-${nonce}'`])],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    // 'self' covers the page's own WebSockets too (CSP level 3).
    'connect-src': ["'self'"],
    'worker-src': ["'self'"],
    'frame-src': frames.length > 0 ? frames : ["'none'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(sources)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}

export function pageHeaders(policy: PagePolicy): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(policy),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    // A notebook's page is the same site to a browser: without this it could load our files with our cookie.
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
    'cache-control': 'no-cache',
  }
}
