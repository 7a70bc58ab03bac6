import { test } from '@playwright/test'
import { openBrowser } from '../app/browser'
import { losesItsCard, whoHoldsWhat } from '../app/gpu-owners'

test('every holder of memory stands under its owner, and is freed one by one', async () => {
  test.setTimeout(180_000)
  await whoHoldsWhat(openBrowser)
})

test('a container that loses its card is told, made again, and works', async () => {
  test.setTimeout(240_000)
  await losesItsCard(openBrowser)
})
