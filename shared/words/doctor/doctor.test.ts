import { describe, expect, it } from 'vitest'
import table from '../../../assets/doctor-fixes.json'
import { checkIds } from '../../contract/doctor'
import { findingIds, fixIds } from '../../model/doctor/findings'
import { checkName, wordFinding, wordFix } from '.'

const params = {
  ...{ check: 'toolkit', address: 'unix:///var/run/docker.sock', seconds: 9, message: 'ENOTFOUND' },
  ...{
    product: 'docker',
    version: '28.3.2',
    source: 'system',
    context: 'lab',
    dead: 'tcp://old',
    user: 'ada',
  },
  ...{ other: 'unix:///run/other.sock', api: '1.44', storage: 'overlay2', cgroupDriver: 'systemd' },
  ...{ cgroupVersion: 2, freeGiB: 41, path: '/var/lib/docker', card: 1, reason: '', kernel: '570.1' },
  ...{ library: '580.1', name: 'NVIDIA A100', count: 2, file: '/etc/docker/daemon.json', sizeMiB: 64 },
  ...{ changed: '/usr/bin/nvidia-ctk', folders: '/etc/cdi', missing: 'GPU-1', image: 'busybox:1.36' },
  ...{ host: 'registry.example.org', proxy: 'proxy:3128', hosts: 'a, b', watches: 8192, instances: 128 },
  sizeGiB: 32,
}

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  it.each(findingIds)('%s is worded, with and without what fills its gaps', (finding) => {
    for (const gaps of [params, {}]) {
      const { title, text } = wordFinding({ finding, params: gaps }, language)
      expect(`${title} ${text}`).not.toMatch(/undefined|NaN|\(\s*\)/)
      expect(title).not.toBe('')
    }
    expect(wordFinding({ finding, params }, language).text).not.toBe('')
  })

  it('every check and every fix has a name', () => {
    for (const id of checkIds) expect(checkName(id, language)).toMatch(/\S/)
    for (const id of fixIds) {
      expect(wordFix(id, language).title).toMatch(/\S/)
      expect(wordFix(id, language).text).toMatch(/\S/)
    }
  })
})

it('names the check that holds the cause, not its id', () => {
  expect(wordFinding({ finding: 'cause-elsewhere', params: { check: 'toolkit' } }, 'en').text).toBe(
    '“NVIDIA Container Toolkit” has to be in order first.',
  )
})

it.each(table.fixes)('what $id is taken from is told in Chinese where words tell it', ({ id, source }) => {
  const fix = wordFix(fixIds.find((one) => one === id) ?? 'reboot', 'zh-CN')
  const told = (fix.source ?? source)
    // Addresses, titles in quotation marks, and names as their makers write them.
    .replace(/https?:\S+|“[^”]*”|[\w.-]+\/[\w./-]+|CUDA on WSL|Engine API|Container Toolkit|issue \d+/g, '')
    .replace(/nvidia-ctk system [\w-]+/g, '')
  expect(told).not.toMatch(/[a-z]{2,} [a-z]{2,}|knowledge|manual|general/)
})
