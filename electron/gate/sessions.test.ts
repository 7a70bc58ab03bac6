import { describe, expect, test } from 'vitest'
import { BrowserSessionSchema } from '../../shared/contract/sessions'
import { RefusalError } from '../../shared/model/refusal'
import { browserName } from './browser-name'
import { sessionsFace } from './face'
import { createSessions } from './sessions'

const hour = 3_600_000
const who = { by: 'token' as const, browser: 'Firefox 131 · Linux', address: '127.0.0.1' }

function room() {
  const clock = { now: 1_000_000_000_000 }
  const log: string[] = []
  const sessions = createSessions({ now: () => clock.now, log: (line) => log.push(line) })
  return { clock, log, sessions }
}

describe('sessions', () => {
  test('each entry has a secret of its own, which is found among planted ones and written nowhere', () => {
    const { sessions, log } = room()
    const [first, second] = [sessions.enter(who), sessions.enter(who)]
    expect(first.secret).not.toBe(second.secret)
    expect(sessions.find(['planted', second.secret])?.id).toBe(second.id)
    expect(sessions.find(['planted', ''])).toBeNull()
    expect(JSON.stringify([sessions.list(), log])).not.toMatch(`${first.secret}|${second.secret}`)
    expect(log[0]).toBe(`session ${first.id}: entered by token from 127.0.0.1 (Firefox 131 · Linux)`)
  })

  test('an ended one is found no more, and what it held is ended with it, at once', () => {
    const { sessions } = room()
    const { id, secret } = sessions.enter(who)
    const ended: string[] = []
    sessions.hold(id, (why) => ended.push(`first ${why}`))
    const release = sessions.hold(id, (why) => ended.push(`second ${why}`))
    release()
    expect(sessions.end(id, 'revoked')).toBe(true)
    expect(ended).toEqual(['first revoked'])
    expect([sessions.find([secret]), sessions.get(id), sessions.list()]).toEqual([null, null, []])
    sessions.hold(id, (why) => ended.push(`too late ${why}`))
    expect(ended).toEqual(['first revoked', 'too late revoked'])
    expect(sessions.end(id, 'revoked')).toBe(false)
  })

  test('four days unused end it; an open page keeps it, up to thirty days in all', () => {
    const { sessions, clock } = room()
    const [idle, open] = [sessions.enter(who), sessions.enter(who)]
    const ended: string[] = []
    sessions.hold(open.id, (why) => ended.push(why))
    clock.now += 4 * 24 * hour
    expect(sessions.expire()).toHaveLength(2)
    clock.now += 1
    expect(sessions.expire().map(({ id }) => id)).toEqual([open.id])
    expect(sessions.find([idle.secret])).toBeNull()
    clock.now += 26 * 24 * hour
    expect(sessions.find([open.secret])).toBeNull()
    expect(ended).toEqual(['expired'])
  })

  test('use prolongs it, and so does the end of a page that was open', () => {
    const { sessions, clock } = room()
    const { id, secret } = sessions.enter(who)
    clock.now += 90 * hour
    expect(sessions.find([secret])?.lastSeen).toBe(clock.now)
    const release = sessions.hold(id, () => undefined)
    clock.now += 200 * hour
    release()
    clock.now += 90 * hour
    expect(sessions.list()).toMatchObject([{ id, connected: false, lastSeen: clock.now - 90 * hour }])
  })

  test('there is an end to how many there are: the longest unseen that nobody has open goes', () => {
    const { sessions, clock } = room()
    const open = sessions.enter(who)
    sessions.hold(open.id, () => undefined)
    clock.now += 1
    const first = sessions.enter(who)
    for (let more = 0; more < 127; more += 1) {
      clock.now += 1
      sessions.enter(who)
    }
    const left = sessions.list().map(({ id }) => id)
    expect(left).toHaveLength(128)
    expect(left).toContain(open.id)
    expect(left).not.toContain(first.id)
  })
})

describe('a session as those who are in see it', () => {
  test('one’s own is marked, revoked ones go from the list, and all others go at once', async () => {
    const { sessions, clock } = room()
    const mine = sessions.enter(who)
    clock.now += 1
    const other = sessions.enter({ ...who, by: 'ticket' })
    const face = sessionsFace(sessions, mine.id)
    const stop = new AbortController()
    const seen: string[] = []
    const watching = (async () => {
      for await (const list of face.watch(stop.signal)) {
        for (const each of list) BrowserSessionSchema.parse(each)
        seen.push(list.map(({ id, mine: own }) => (own ? 'mine' : id)).join(' '))
      }
    })()
    await expect.poll(() => seen).toEqual([`${other.id} mine`])
    face.revoke(other.id)
    await expect.poll(() => seen.at(-1)).toBe('mine')
    expect(() => face.revoke(other.id)).toThrow(RefusalError)
    sessions.enter(who)
    sessions.enter(who)
    expect(face.revokeOthers()).toEqual({ revoked: 2 })
    expect(sessions.list().map(({ id }) => id)).toEqual([mine.id])
    stop.abort()
    await watching
  })
})

describe('the name of a browser', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
  test.each([
    [chrome, 'Chrome 156 · Linux'],
    [
      `${chrome.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64')} Edg/156.0.0.0`,
      'Edge 156 · Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', 'Firefox 131 · Linux'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari 18 · macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari 18 · iOS',
    ],
    ['curl/8.14.1', 'curl/8.14.1'],
    [undefined, ''],
    ['\u001b[31mred\u0007\u202egnp.exe\n', '[31mredgnp.exe'],
    ['x'.repeat(5_000), 'x'.repeat(60)],
    [`Firefox/${'9'.repeat(500)}`, 'Firefox 9999'],
  ])('%s is shown as %s', (said, shown) => {
    expect(browserName(said)).toBe(shown)
  })
})
