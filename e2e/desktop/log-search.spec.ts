import { test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import { searchWithExpressions } from '../app/log-search'

test('an expression that would stand still for ever is refused in words, and the log goes on', async () => {
  await searchWithExpressions(openDesktop)
})
