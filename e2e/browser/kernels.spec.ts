import { test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { looksAfterKernels } from '../app/kernel-care'

test('kernels stand beside JupyterLab, are freed and kept, and their card is reserved', async () => {
  test.setTimeout(300_000)
  await looksAfterKernels(openBrowser, { waits: false })
})
