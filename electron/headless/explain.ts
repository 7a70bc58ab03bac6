// The few plain pages for a browser that has no page of ours yet, in both languages at once.
import type { ServerResponse } from 'node:http'

const reasons = {
  elsewhere: [
    421,
    'This address is not Berth’s. Open the one that “berth serve” printed.',
    '此地址不属于 Berth，请打开 “berth serve” 输出的地址。',
  ],
  token: [
    401,
    'This browser is not signed in, or no longer. Open Berth with the whole address that “berth serve” printed; it ends with a token.',
    '此浏览器尚未登录，或登录已失效。请使用 “berth serve” 输出的完整地址（末尾带有令牌）打开 Berth。',
  ],
  slow: [
    429,
    'Too many wrong keys were tried. Wait a little, then open the whole address that “berth serve” printed.',
    '错误的密钥尝试次数过多。请稍候，再打开 “berth serve” 输出的完整地址。',
  ],
  malformed: [400, 'This request could be read in two ways, so it was not.', '该请求存在歧义，已拒绝。'],
  method: [
    405,
    'This cannot be done here: Berth’s page can only be read.',
    '此处不支持该操作：Berth 的页面只能读取。',
  ],
  nothing: [404, 'There is nothing here.', '此处没有内容。'],
  broken: [500, 'Berth failed to answer; its log says why.', 'Berth 未能响应，原因见日志。'],
  locked: [
    403,
    'This notebook’s door has closed. Open it again from Berth.',
    '此笔记本的入口已关闭，请在 Berth 中重新打开。',
  ],
  foreign: [403, 'Another site asked for this, so it was not done.', '该请求来自其他网站，已拒绝。'],
  absent: [
    404,
    'No running environment has this name. Start it in Berth.',
    '没有正在运行的同名环境，请在 Berth 中启动。',
  ],
  silent: [
    502,
    'JupyterLab does not answer. It may be starting, or its container may have stopped.',
    'JupyterLab 没有响应：可能正在启动，或其容器已停止。',
  ],
} as const

/** Those that stand where a notebook would, in a frame of our page. */
const framed = new Set<keyof typeof reasons>(['locked', 'foreign', 'absent', 'silent', 'slow'])

export function explain(
  response: ServerResponse,
  what: keyof typeof reasons,
  headers: Record<string, string> = {},
): void {
  const [status, english, chinese] = reasons[what]
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': framed.has(what) ? policy : `${policy}; frame-ancestors 'none'`,
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // Else the rest of a body that nobody reads would hold the connection for as long as it takes to come.
    connection: 'close',
    ...headers,
  })
  response.end(page(english, chinese))
}

function page(english: string, chinese: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Berth</title>
<style>:root{color-scheme:light dark}body{font:15px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}p+p{opacity:.75}</style>
<p>${english}</p><p lang="zh-CN">${chinese}</p>
`
}
