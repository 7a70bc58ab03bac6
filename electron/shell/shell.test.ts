// The shell's decisions, apart from Electron, which carries them out.
import { describe, expect, test } from 'vitest'
import { createCrashes } from './crashes'
import { freePath } from './free-path'
import { externalUrl } from './links'
import { windowBounds } from './place'
import { deservesToken, isAtServer } from './webview-policy'
import { wordsFor } from './words'

describe('the token of a Jupyter server', () => {
  const server = { host: '127.0.0.1', port: 8888 }
  const own = 'http://127.0.0.1:8888'
  const ask = (request: Partial<Parameters<typeof deservesToken>[0]>) =>
    deservesToken(
      { url: `${own}/api`, method: 'GET', resourceType: 'xhr', origin: undefined, askedBy: own, ...request },
      server,
    )

  test('goes along with what the server’s own pages ask, by http and WebSocket', () => {
    expect(ask({})).toBe(true)
    expect(ask({ method: 'POST', origin: own })).toBe(true)
    expect(
      ask({ url: 'ws://127.0.0.1:8888/api/kernels/1/channels', resourceType: 'webSocket', origin: own }),
    ).toBe(true)
  })

  test('goes along when the webview is first shown, which our own page asks for', () => {
    expect(ask({ url: `${own}/lab`, resourceType: 'mainFrame', askedBy: 'app://berth' })).toBe(true)
  })

  test.each([
    'http://127.0.0.1:8889/api',
    'http://127.0.0.1/api',
    'https://127.0.0.1:8888/api',
    'http://localhost:8888/api',
    'http://127.0.0.1:8888@evil.example/api',
    'http://evil.example/?127.0.0.1:8888',
    'app://berth/',
    'file:///etc/passwd',
    'nonsense',
  ])('never goes to %s', (url) => {
    expect(ask({ url })).toBe(false)
    expect(isAtServer(url, server)).toBe(false)
  })

  test('does not go along with what another site’s page asks from inside a notebook', () => {
    expect(ask({ method: 'POST', origin: 'https://evil.example', askedBy: 'https://evil.example' })).toBe(
      false,
    )
    expect(ask({ method: 'POST', origin: 'null', askedBy: 'null' })).toBe(false)
    expect(ask({ resourceType: 'image', askedBy: 'https://evil.example' })).toBe(false)
    expect(ask({ resourceType: 'subFrame', method: 'POST', origin: 'https://evil.example' })).toBe(false)
  })
})

describe('links that leave', () => {
  test.each(['https://example.com/', 'http://example.com/', 'mailto:a@b.example'])('%s may', (url) => {
    expect(externalUrl(url)).toBe(url)
  })
  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/x', 'vscode://x', '/usr/bin/calc', ''])(
    '%s may not',
    (url) => {
      expect(externalUrl(url)).toBeNull()
    },
  )
})

describe('a download', () => {
  test('takes a name that is free', () => {
    const taken = new Set(['/d/a.csv', '/d/a (1).csv'])
    expect(freePath('/d', 'b.csv', (path) => taken.has(path))).toBe('/d/b.csv')
    expect(freePath('/d', 'a.csv', (path) => taken.has(path))).toBe('/d/a (2).csv')
  })

  test.each([
    ['../../.bashrc', '/d/bashrc'],
    ['..\\..\\x.txt', '/d/x.txt'],
    ['/etc/passwd', '/d/passwd'],
    ['..', '/d/download'],
    ['', '/d/download'],
    ['-rf', '/d/rf'],
    ['--privileged.csv', '/d/privileged.csv'],
    ['a\nb\u0000.csv', '/d/a_b_.csv'],
    ['report\u202efdp.exe', '/d/report_fdp.exe'],
    [`${'长'.repeat(300)}.csv`, `/d/${'长'.repeat(56)}.csv`],
    ['$(reboot).csv', '/d/$(reboot).csv'],
  ])('named %s stays in its folder, in sight', (suggested, path) => {
    expect(freePath('/d', suggested, () => false)).toBe(path)
  })
})

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  const place = { width: 1360, height: 880, x: 100, y: 50, maximised: false }

  test('opens where it was', () => {
    expect(windowBounds(place, [screen])).toEqual({ x: 100, y: 50, width: 1360, height: 880 })
  })

  test('opens on a screen that is still there', () => {
    expect(windowBounds({ ...place, x: 2500 }, [screen])).toEqual({ width: 1360, height: 880 })
    expect(windowBounds({ ...place, x: 2500 }, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2500 })
  })

  test('is never larger than the largest screen, nor too small to use', () => {
    expect(windowBounds({ ...place, width: 9000, height: 9000, x: null }, [screen])).toEqual({
      width: 1920,
      height: 1080,
    })
    expect(windowBounds({ ...place, width: 10, height: 10, x: null }, [screen])).toEqual({
      width: 800,
      height: 560,
    })
  })
})

test('the main process speaks the chosen language, else the system’s', () => {
  expect(wordsFor('system', 'zh-TW').edit).toBe('编辑')
  expect(wordsFor('system', 'de').edit).toBe('Edit')
  expect(wordsFor('en', 'zh-CN').edit).toBe('Edit')
})

describe('a page whose process ended', () => {
  test('is shown again, and asked about when it ends again at once', () => {
    let now = 0
    const decide = createCrashes(() => now)
    expect(decide('crashed')).toBe('show')
    now += 60_000
    expect(decide('oom')).toBe('show')
    now += 2000
    expect(decide('oom')).toBe('ask')
  })
  test('is let go where its window was closed', () => {
    expect(createCrashes(() => 0)('clean-exit')).toBe('leave')
  })
})
