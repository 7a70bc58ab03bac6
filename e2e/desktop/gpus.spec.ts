import { test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import { losesItsCard, whoHoldsWhat } from '../app/gpu-owners'

test('every holder of memory stands under its owner, and is freed one by one', async () => {
  test.setTimeout(180_000)
  await whoHoldsWhat(openDesktop)
})

test('a container that loses its card is told, made again, and works', async () => {
  test.setTimeout(240_000)
  await losesItsCard(openDesktop)
})
