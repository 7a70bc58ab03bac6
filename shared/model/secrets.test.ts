import { expect, it } from 'vitest'
import { looksSecret } from './secrets'

it.each([
  ['JUPYTER_TOKEN', 'x'],
  ['POSTGRES_PASSWORD', 'x'],
  ['AWS_SECRET_ACCESS_KEY', 'x'],
  ['WANDB_API_KEY', 'x'],
  ['MYSQL_PWD', 'x'],
  ['DATABASE_URL', 'postgres://me:hunter2@db/app'],
  ['PIP_INDEX_URL', 'https://user:pw@example.com/simple'],
  ['ANYTHING', 'hf_abcdefghijklmnopqrstuvwx'],
])('%s=%s is a secret', (name, value) => expect(looksSecret(name, value)).toBe(true))

it.each([
  ['PATH', '/usr/bin:/bin'],
  ['PWD', '/workspace'],
  ['KEYBOARD', 'us'],
  ['TOKENIZERS_PARALLELISM', 'false'],
  ['PIP_INDEX_URL', 'https://example.com/simple'],
  ['AUTHOR', 'me'],
  ['NVIDIA_VISIBLE_DEVICES', 'GPU-0'],
])('%s=%s is no secret', (name, value) => expect(looksSecret(name, value)).toBe(false))
