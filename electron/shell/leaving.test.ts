// Links that leave: what is asked, how often, and what is shown.
import { describe, expect, test } from 'vitest'
import { createLeaving, type LeavingAnswer } from './leaving'
import { longestShown, shownAddress, type ShownAddress } from './links'

const no = { open: false, always: false }
const yes = { open: true, always: false }
const always = { open: true, always: true }

function stage(answers: LeavingAnswer[]) {
  const asked: ShownAddress[] = []
  const opened: string[] = []
  const clock = { now: 0 }
  const { leave } = createLeaving({
    ask: (shown) => {
      asked.push(shown)
      return Promise.resolve(answers.shift() ?? no)
    },
    open: (url) => {
      opened.push(url)
      return Promise.resolve()
    },
    now: () => clock.now,
  })
  return { leave, asked, opened, clock }
}

describe('a link that leaves', () => {
  test('opens after a yes, and not after a no', async () => {
    const { leave, opened, clock } = stage([yes, no])
    expect(await leave('https://a.example/', 'n1')).toBe(true)
    clock.now += 60_000
    expect(await leave('https://b.example/', 'n1')).toBe(false)
    expect(opened).toEqual(['https://a.example/'])
  })

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://berth/',
    'vscode://x',
    '',
  ])('%s is not even asked about', async (url) => {
    const { leave, asked } = stage([yes])
    expect(await leave(url, 'n1')).toBe(false)
    expect(asked).toEqual([])
  })

  test('a flood of a thousand is one question', async () => {
    const { leave, asked, opened } = stage([yes, yes, yes])
    await Promise.all(Array.from({ length: 1000 }, (_, at) => leave(`https://a.example/${at}`, 'n1')))
    expect(asked).toHaveLength(1)
    expect(opened).toEqual(['https://a.example/0'])
  })

  test('who was refused is asked about less and less', async () => {
    const { leave, asked, clock } = stage([])
    for (; clock.now < 60_000; clock.now += 100) await leave('https://a.example/', 'n1')
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.length).toBeLessThan(8)
  })

  test('what one notebook does keeps no other one’s links', async () => {
    const { leave, opened } = stage([no, yes])
    await leave('https://a.example/', 'n1')
    await leave('https://b.example/', 'n2')
    expect(opened).toEqual(['https://b.example/'])
  })

  test('a host that was allowed for good is not asked about again, and still opens no flood', async () => {
    const { leave, asked, opened, clock } = stage([always])
    await leave('https://a.example/1', 'n1')
    for (let at = 0; at < 50; at += 1) await leave('https://a.example/2', 'n1')
    clock.now += 1000
    await leave('https://a.example/3', 'n1')
    expect(asked).toHaveLength(1)
    expect(opened).toEqual(['https://a.example/1', 'https://a.example/3'])
    clock.now += 1000
    await leave('https://a.example.evil.example/', 'n1')
    expect(asked).toHaveLength(2)
  })

  test('a mail address is asked about each time', async () => {
    const { leave, asked, clock } = stage([always, always])
    await leave('mailto:a@b.example', 'n1')
    clock.now += 1000
    await leave('mailto:c@d.example', 'n1')
    expect(asked.map(({ to, mail }) => ({ to, mail }))).toEqual([
      { to: 'a@b.example', mail: true },
      { to: 'c@d.example', mail: true },
    ])
  })

  test('a question that fails does not keep the next one', async () => {
    let fails = true
    const { leave } = createLeaving({
      ask: () => (fails ? Promise.reject(new Error('no display')) : Promise.resolve(yes)),
      open: () => Promise.resolve(),
      now: () => 0,
    })
    await expect(leave('https://a.example/', 'n1')).rejects.toThrow('no display')
    fails = false
    expect(await leave('https://a.example/', 'n1')).toBe(true)
  })
})

describe('an address is shown as it is', () => {
  const shown = (text: string) => shownAddress(new URL(text).href)

  test('letters that look like others are seen to be others', () => {
    expect(shown('https://аpple.example/').to).toBe('xn--pple-43d.example')
  })
  test('a name before an @ is not where it leads', () => {
    expect(shown('https://bank.example@evil.example/').to).toBe('evil.example')
  })
  test('nothing turns the text round, breaks its line or makes it long', () => {
    const { address, to } = shown(
      `https://${'bank.'.repeat(45)}evil.example/\u202e\u2066%0a${'a'.repeat(9999)}`,
    )
    expect(address).toMatch(/^[\x20-\x7e]+$/)
    expect(address.length).toBeLessThanOrEqual(longestShown)
    expect(to.endsWith('evil.example')).toBe(true)
    expect(shownAddress('mailto:a\u202eb@c.example').to).toMatch(/^[\x20-\x7e]+$/)
  })
})
