import { describe, expect, test } from 'vitest'
import { linksIn, saysWhere, targetOf } from './links'

const texts = (line: string) => linksIn(line).map(({ start, end }) => line.slice(start, end))
const paths = (line: string) =>
  linksIn(line).map(({ target }) => (target.is === 'file' ? target.path : JSON.stringify(target)))

describe('an address that a program gives', () => {
  test.each(['http://example.org/', 'https://example.org/a?b=c#d'])('%s leads to the web', (address) =>
    expect(targetOf(address)).toEqual({ is: 'web', address }),
  )

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vscode://file/etc/passwd',
    'vbscript:x',
    'ssh://root@host',
    'mailto:a@b',
    'blob:https://example.org/1',
    'about:blank',
    'view-source:https://example.org',
    'berth:anything',
    'smb://host/share',
    'file:relative/%00',
    'no address',
    '',
  ])('%j opens nothing', (address) => expect(targetOf(address).is).toBe('refused'))

  test('a file is a path here, whatever host it names', () => {
    expect(targetOf('file://3f2a91/workspace/a%20b.py')).toEqual({ is: 'file', path: '/workspace/a b.py' })
    expect(targetOf('file:///data/%E4%B8%AD.txt')).toEqual({ is: 'file', path: '/data/中.txt' })
  })

  test.each(['file:///a%00b', 'file:///%zz', 'file:///a%0ab'])('%s names no file', (address) =>
    expect(targetOf(address).is).toBe('refused'),
  )
})

describe('addresses in a line', () => {
  test.each([
    ['see https://example.org/docs.', ['https://example.org/docs']],
    ['(https://example.org/a_(b))', ['https://example.org/a_(b)']],
    ['https://a.org, http://b.org!', ['https://a.org', 'http://b.org']],
    ['见 https://example.org/文档。', ['https://example.org/文档']],
    ['"https://example.org/x"', ['https://example.org/x']],
    ['http://127.0.0.1:8888/lab?token=abc', ['http://127.0.0.1:8888/lab?token=abc']],
    ['http://[::1]:8080/', ['http://[::1]:8080/']],
    ['javascript:alert(1) data:text/html,x', []],
    ['https:// nothing', []],
  ])('%s', (line, expected) => expect(texts(line)).toEqual(expected))
})

describe('paths in a line', () => {
  test.each([
    ['/workspace/train.py:12:3: error', ['/workspace/train.py']],
    ['  File "/opt/my libs/a.py", line 7, in <module>', ['/opt/my libs/a.py']],
    ["ls: cannot access '/nope/x': No such file", ['/nope/x']],
    ['saved to /data/runs/epoch=3.ckpt.', ['/data/runs/epoch=3.ckpt']],
    ['a=/usr/lib b', ['/usr/lib']],
    ['(/etc/hosts)', ['/etc/hosts']],
    ['/数据/集.csv', ['/数据/集.csv']],
    ['PATH /usr/bin:/bin', ['/usr/bin:/bin']],
    ['1/2 and/or 50 km/h', []],
    ['//server/share', []],
    ['a / b', []],
    ['~/x ./y ../z', []],
    ['docker.io/library/debian', []],
    ['https://example.org/a/b', [JSON.stringify({ is: 'web', address: 'https://example.org/a/b' })]],
  ])('%s', (line, expected) => expect(paths(line)).toEqual(expected))

  test('the place in the file is part of the link, not of the path', () => {
    expect(texts('at /a/b.py:12:3')).toEqual(['/a/b.py:12:3'])
  })

  test('a line of a hundred thousand slashes or brackets is read', () => {
    expect(texts('/a'.repeat(50_000))).toEqual([])
    expect(texts('('.repeat(20_000) + '/'.repeat(20_000) + '"/'.repeat(20_000))).toEqual([])
  })
})

test('a link whose text is another address does not say where it leads', () => {
  const target = targetOf('https://evil.example/')
  expect(saysWhere('https://bank.example/', target)).toBe(false)
  expect(saysWhere('click here', target)).toBe(false)
  expect(saysWhere('https://evil.example', target)).toBe(true)
  expect(saysWhere('file.txt', targetOf('file:///a/file.txt'))).toBe(false)
})
