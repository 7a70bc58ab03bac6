import { describe, expect, it } from 'vitest'
import { redact } from './redact'

const persons = { home: '/home/ada', userName: 'ada', hostName: 'atlas' }
const clean = (text: string) => redact(text, persons)

describe('secrets planted in a text are gone', () => {
  it.each([
    ['hunter2', 'pull https://me:hunter2@registry.lab/v2/'],
    ['hunter2', 'HTTPS_PROXY=http://proxy:hunter2@10.0.0.1:3128'],
    ['s3cret-value', 'https_proxy=http://s3cret-value.lab:3128'],
    ['deploykey77', 'cloning https://deploykey77@git.lab/team.git'],
    ['dXNlcjpwYXNz', 'Authorization: Basic dXNlcjpwYXNz'],
    ['dXNlcjpwYXNz', '{"authorization":"Basic dXNlcjpwYXNz"}'],
    ['abc.def-ghi', 'authorization: Bearer abc.def-ghi'],
    ['9f8e7d6c5b4a39281706f5e4d3c2b1a0', 'Authorization: token 9f8e7d6c5b4a39281706f5e4d3c2b1a0'],
    ['9f8e7d6c5b4a39281706', 'GET http://127.0.0.1:49153/lab?token=9f8e7d6c5b4a39281706 200'],
    ['tkt-12345', 'http://berth.localhost/enter?ticket=tkt-12345&x=1'],
    ['sid=abcd1234', 'Cookie: sid=abcd1234; theme=dark'],
    ['eyJhdXRocyI6e319', 'X-Registry-Auth: eyJhdXRocyI6e319'],
    ['c2VjcmV0LWF1dGg', '"auths": {"registry.lab": {"auth": "c2VjcmV0LWF1dGg"}}'],
    ['hunter2', JSON.stringify({ raw: '{"password":"hunter2"}' })],
    ['hunter2', JSON.stringify({ raw: JSON.stringify({ raw: '{"secret": "hunter2", "x": 1}' }) })],
    ['c2VjcmV0', JSON.stringify({ raw: '{"auths":{"registry.lab":{"auth":"c2VjcmV0"}}}' })],
    ['sid=abcd', JSON.stringify({ raw: '{"Cookie":"sid=abcd"}' })],
    ['YjY4', `Cookie: username-127-0-0-1-8888="2|1:0|10:1700000000|4:user|44:YjY4|${'0a'.repeat(32)}"`],
    ['0a0a', `Cookie: username-127-0-0-1-8888="2|1:0|10:1700000000|4:user|44:YjY4|${'0a'.repeat(32)}"`],
    ['abcdef123', '{"set-cookie":["berth=abcdef123; Path=/"]}'],
    ['abcdef123', "set-cookie: [ 'berth=abcdef123; Path=/' ]"],
    ['c2VjcmV0LWF1dGg', 'auth: c2VjcmV0LWF1dGg='],
    ['hunter2', 'docker login -u me -p hunter2 registry.lab'],
    ['hunter2', 'curl -u me:hunter2 https://registry.lab/v2/'],
    ['hunter2', "login failed for me with password 'hunter2'"],
    ['ss@registry', 'GET https://me:p@ss@registry.lab/v2/'],
    ['baz', '"Env":["FOO=bar baz","B=1"]'],
    ['my pass word', '{"password": "my pass word"}'],
    ['quoted\\" tail', '{"secret":"quoted\\" tail"}'],
    ['hunter2', "identitytoken = 'hunter2'"],
    ['hunter2', 'docker login --password hunter2 -u me'],
    ['hunter2', 'jupyter lab --IdentityProvider.token=hunter2'],
    ['hunter2', 'password: hunter2'],
    ['hunter2', 'db_password=hunter2'],
    ['hf_abcdefghijklmnopqrstuv', 'download failed for hf_abcdefghijklmnopqrstuv'],
    ['ghp_abcdefghijklmnopqrst', 'remote: ghp_abcdefghijklmnopqrst'],
    ['dckr_pat_AbCdEfGhIjKl', 'login dckr_pat_AbCdEfGhIjKl'],
    ['nvapi-abcdefghijkl', 'NGC said nvapi-abcdefghijkl'],
    ['AKIAIOSFODNN7EXAMPLE', 'using AKIAIOSFODNN7EXAMPLE'],
    ['eyJhbGciOiJIUzI1NiJ9', 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc'],
    ['MIIEvQIBADANBg', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----'],
    ['MIIEcutoff', 'ends -----BEGIN RSA PRIVATE KEY-----\nMIIEcutoff'],
    ['wandb-0123', 'docker run -e WANDB_API_KEY=wandb-0123 lab'],
    ['private value', 'docker run -e "MY_SETTING=private value" lab'],
    ['/mnt/grant-42', '["DATA_DIR=/mnt/grant-42"]'],
    [
      '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928',
      'wrote 9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928',
    ],
    ['Zk3vQ9xLw2Rt7Yp1Mn8Bs4Hd6Jf0GcAeUiOkTqXzVyW', 'ticket Zk3vQ9xLw2Rt7Yp1Mn8Bs4Hd6Jf0GcAeUiOkTqXzVyW'],
  ])('%s', (secret, text) => expect(clean(text)).not.toContain(secret))
})

it('the rest of a command line stays behind a header in quotes', () => {
  expect(clean("curl -H 'Authorization: Bearer abc.def' https://registry.lab/v2/ -v")).toBe(
    "curl -H 'Authorization: <removed>' https://registry.lab/v2/ -v",
  )
})

describe('names of people and machines are gone', () => {
  it.each([
    ['/home/ada/work/lab', '~/work/lab'],
    ['mount "/home/ada"', 'mount "~"'],
    ['/home/adam/x and /home/bob/y', '/home/<user>/x and /home/<user>/y'],
    ['C:\\Users\\Bob Smith', 'C:\\Users\\<user> Smith'],
    ['/Users/bob/Library', '/Users/<user>/Library'],
    ['ada@atlas: permission denied for user ada', '<user>@<host>: permission denied for user <user>'],
    ['/run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
    ['canada and metadata', 'canada and metadata'],
  ])('%s', (text, told) => expect(clean(text)).toBe(told))

  it('root and localhost are nobody', () => {
    expect(redact('root@localhost /root/x', { home: '/root', userName: 'root', hostName: 'localhost' })).toBe(
      'root@localhost ~/x',
    )
  })
})

describe('what helps to find a fault stays', () => {
  it.each([
    ['could not select device driver "" with capabilities: [[gpu]]'],
    ['sha256:5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f'],
    ['NVIDIA_VISIBLE_DEVICES=GPU-8d3f2a10-1111-2222-3333-444455556666 CUDA_VERSION=12.8.1'],
    ['quay.io/jupyter/pytorch-notebook:cuda12-2025-08-18'],
    ['/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg'],
    ['unix:///var/run/docker.sock, DOCKER_HOST=unix:///run/docker.sock'],
    ['    at createPreflight (/opt/berth/out/main/main.js:4021:17)'],
    ['ID=debian\nVERSION_ID="13"'],
    ['docker run --user 1000:1000 -u 1234:100 lab'],
    ['no auth: required by nobody'],
    ['connect ECONNREFUSED 127.0.0.1:2375'],
    ['unauthorized: authentication required'],
    ['no basic auth credentials: error getting credentials - err: exit status 1'],
  ])('%s', (text) => expect(clean(text)).toBe(text))
})

it('is idempotent, and done in a moment with a megabyte', () => {
  const line = 'password: hunter2 at https://a:b@c/ for /home/ada NAME_A=1 2 sha256:aa\n'
  expect(clean(clean(line))).toBe(clean(line))
  const before = performance.now()
  clean(line.repeat(14_000))
  clean('a'.repeat(300_000))
  clean('token_'.repeat(50_000))
  clean('"'.repeat(300_000))
  clean('"token":'.repeat(40_000))
  clean('"token":"'.repeat(40_000))
  clean("'cookie: ".repeat(40_000))
  clean('cookie: "'.repeat(40_000))
  clean('login '.repeat(50_000))
  clean('\\\\'.repeat(100_000))
  clean("'A=b ".repeat(60_000))
  clean(`'A=${'b '.repeat(100_000)}`)
  expect(performance.now() - before).toBeLessThan(8_000)
})
