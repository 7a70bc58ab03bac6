import { describe, expect, it } from 'vitest'
import { endpointsOf, isInsecure, noRules, placeOf } from './place'
import { proxyFor } from './proxy'

describe('a reference', () => {
  it.each([
    ['python', 'docker.io', 'library/python', 'latest'],
    ['pytorch/pytorch:2.8.0', 'docker.io', 'pytorch/pytorch', '2.8.0'],
    ['docker.io/library/python:3', 'docker.io', 'library/python', '3'],
    ['docker.io/python:3', 'docker.io', 'library/python', '3'],
    ['quay.io/jupyter/minimal-notebook:x', 'quay.io', 'jupyter/minimal-notebook', 'x'],
    ['localhost/lab', 'localhost', 'lab', 'latest'],
    ['127.0.0.1:5000/lab:1', '127.0.0.1:5000', 'lab', '1'],
    [`nvcr.io/a/b:1@sha256:${'0'.repeat(64)}`, 'nvcr.io', 'a/b', `sha256:${'0'.repeat(64)}`],
  ])('%s', (reference, host, repository, wanted) => {
    expect(placeOf(reference)).toEqual({ reference, host, repository, wanted })
  })

  it('is asked for at the mirrors first when it is Docker Hub’s, and only then', () => {
    const rules = { ...noRules, mirrors: ['https://mirror.example/hub', 'http://10.0.0.1:5000/', 'nonsense'] }
    expect(endpointsOf(placeOf('python'), rules)).toMatchObject([
      { base: new URL('https://mirror.example/hub/'), insecure: false, mirror: true },
      { base: new URL('http://10.0.0.1:5000/'), insecure: true, mirror: true },
      { base: new URL('https://registry-1.docker.io/'), insecure: false, mirror: false },
    ])
    expect(endpointsOf(placeOf('quay.io/a/b'), rules)).toHaveLength(1)
  })
})

it('a registry may be plain on loopback, where the engine says so, and nowhere else', () => {
  const rules = {
    mirrors: [],
    insecureHosts: ['lan:5000'],
    insecureCidrs: ['10.0.0.0/8', 'nonsense', '1.2.3.4/99'],
  }
  for (const host of ['localhost:1', '127.1.2.3', '[::1]:5000', 'lan:5000', '10.9.8.7:80'])
    expect(isInsecure(host, rules), host).toBe(true)
  for (const host of ['quay.io', 'lan:5001', '192.168.0.1', '127.0.0.1.evil.example'])
    expect(isInsecure(host, rules), host).toBe(false)
})

describe('the proxy', () => {
  const env = {
    HTTPS_PROXY: 'http://proxy:3128',
    http_proxy: 'proxy:8080',
    NO_PROXY: 'corp.example,.lan, 10.1.1.1,odd:8443,172.16.0.0/12,fd00::/8,nonsense/9',
  }
  it.each([
    ['https://quay.io/', 'http://proxy:3128/'],
    ['http://quay.io/', 'http://proxy:8080/'],
    ['https://corp.example/', null],
    ['https://registry.corp.example/', null],
    ['https://notcorp.example/', 'http://proxy:3128/'],
    ['https://box.lan/', null],
    ['https://10.1.1.1:5000/', null],
    ['https://odd:8443/', null],
    ['https://172.20.1.1:5000/', null],
    ['https://172.32.1.1:5000/', 'http://proxy:3128/'],
    ['https://[fd00::1]/', null],
    ['https://odd/', 'http://proxy:3128/'],
    ['http://localhost:5000/', null],
    ['http://127.0.0.1:5000/', null],
  ])('%s', (url, proxy) => {
    expect(proxyFor(new URL(url), env)?.href ?? null).toBe(proxy)
  })

  it('is none where nothing says so, or everything is excluded', () => {
    expect(proxyFor(new URL('https://quay.io/'), {})).toBeNull()
    expect(proxyFor(new URL('https://quay.io/'), { ALL_PROXY: 'http://p:1', NO_PROXY: '*' })).toBeNull()
    expect(proxyFor(new URL('https://quay.io/'), { ALL_PROXY: 'http://p:1' })?.host).toBe('p:1')
  })
})
