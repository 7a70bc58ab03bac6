import { describe, expect, it } from 'vitest'
import { debianMirrorIn } from './images/mirror'

describe('the Debian mirror in apt’s sources', () => {
  it('is found in the one-line format, with options', () => {
    expect(debianMirrorIn('# old\ndeb [arch=amd64] http://mirror.test/debian bookworm main contrib\n')).toBe(
      'http://mirror.test/debian',
    )
  })

  it('is found in deb822, and not among security, source or vendors’ archives', () => {
    const stanza = (uri: string, suites: string, types = 'deb') =>
      `Types: ${types}\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\n`
    const sources = [
      stanza('https://vendor.test/node', 'nodistro'),
      stanza('http://security.test/debian-security', 'bookworm-security'),
      stanza('http://source.test/debian', 'bookworm', 'deb-src'),
      stanza('http://mirror.test/debian', 'bookworm bookworm-updates'),
    ]
    expect(debianMirrorIn(sources.join('\n'))).toBe('http://mirror.test/debian')
  })

  it('is null where nothing serves Debian', () => {
    expect(debianMirrorIn('deb https://vendor.test/apt cloud-sdk-bookworm main')).toBeNull()
  })
})
