import { createServer } from 'vite'
import react from '@vitejs/plugin-react'
import { chromium } from '@playwright/test'
const server = await createServer({ root: 'renderer', configFile: false, plugins: [react()], server: { port: 5199, hmr: false }, logLevel: 'error' })
await server.listen()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const spec of process.argv.slice(2)) {
  const [name, query, height = '900', text = ''] = spec.split('|')
  const page = await browser.newPage({ viewport: { width: 1280, height: Number(height) } })
  page.on('pageerror', (e) => console.log(name, 'ERROR', e.message))
  await page.goto(`http://localhost:5199/dev/index.html?${query}`)
  await page.waitForTimeout(1500)
  if (text) await page.getByText(text).first().scrollIntoViewIfNeeded().catch((e) => console.log(String(e).slice(0, 200)))
  await page.waitForTimeout(400)
  await page.screenshot({ path: `/tmp/b/shots/${name}.png` })
  await page.close()
}
await browser.close(); await server.close()
