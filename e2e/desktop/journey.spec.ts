import { test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import { theMainJob } from '../app/journey'

test('from a fresh profile to a notebook on the chosen card, and back to nothing', async () => {
  test.setTimeout(300_000)
  await theMainJob(openDesktop)
})
