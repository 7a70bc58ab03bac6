// What our own page may load. Everything is refused but its own files; a notebook is another page with another policy.

/** `frames`: where notebooks are framed (headless); the desktop shows them in a <webview>, which no policy of the page covers. */
export function contentSecurityPolicy({ frames }: { frames: string[] }): string {
  const sources = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    // xterm.js and uPlot set styles at run time: its rules for colours and cell sizes are made in the page.
    'style-src': ["'self'", "'unsafe-inline'"],
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

export function pageHeaders(policy: { frames: string[] }): Record<string, string> {
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
