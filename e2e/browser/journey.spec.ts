import { test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { theMainJob } from '../app/journey'

test('from a fresh profile in a browser to a notebook on the chosen card, and back to nothing', async () => {
  test.setTimeout(300_000)
  await theMainJob(openBrowser)
})
