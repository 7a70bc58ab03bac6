import { describe, expect, it } from 'vitest'
import facts from '../../../assets/explanations.json'
import { checkIds } from '../../contract/doctor'
import { explain } from '.'
import { rows } from './table'

const table = rows()

describe.each(table.map((row) => [row.id, row] as const))('%s', (id, row) => {
  it('is matched by its own example, and no other row is', () => {
    expect(table.filter(({ regex }) => regex.test(row.example)).map((other) => other.id)).toEqual([id])
    expect(explain(row.example)?.id).toBe(id)
  })

  it('is found inside what the engine wraps around it', () => {
    const wrapped = `Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stdout: , stderr: Auto-detected mode as 'legacy'\n${row.example}`
    expect(explain(wrapped)?.id).toBe(id)
  })

  it('says cause and steps as whole sentences in both languages', () => {
    expect(row.cause.en).toMatch(/^[\p{Lu}/“].{20,}[.]$/u)
    expect(row.cause.zhCN).toMatch(/[\u4e00-\u9fff].*。$/)
    for (const step of row.steps) {
      if (step.en === undefined) continue
      expect(step.zhCN).toMatch(/[\u4e00-\u9fff]/)
      // Full stops in Chinese belong to Chinese, commands inside a sentence keep their own points.
      expect(step.zhCN).not.toMatch(/[\u4e00-\u9fff][.,;!?](?:\s|$)/)
    }
  })

  it(row.verified ? 'states what is verified' : 'words what is not verified as advice', () => {
    if (row.verified) return
    expect(row.cause.en).toMatch(/\b(may|usually|often|probably)\b/i)
    expect(row.cause.zhCN).toMatch(/可能|通常|往往/)
  })

  it('points at a check that the doctor has', () => {
    if (row.check !== undefined) expect(checkIds).toContain(row.check)
  })
})

it('holds every pattern of the facts once', () => {
  expect(table).toHaveLength(84)
  expect(new Set(table.map(({ id }) => id)).size).toBe(84)
  expect(facts.rows).toHaveLength(84)
})

describe('explain', () => {
  it.each([
    [
      'failed to connect to the docker API at unix:///var/run/docker.sock; check if the path',
      'docker-not-running',
    ],
    ['Get "https://registry.lab/v2/": dial tcp: lookup registry.lab: no such host', 'network-pull'],
    ['failed to register layer: unexpected EOF', 'layer-extract'],
    ['| ERR!   45C    P0    ERR! / 250W |      0MiB / 40960MiB |', 'smi-requires-reset'],
    ['read tcp 10.0.0.2:40114->10.0.0.9:443: read: connection reset by peer', 'network-pull'],
    [
      'pull access denied for x/y, repository does not exist or may require login: denied: requested access to the resource is denied',
      'pull-denied',
    ],
    [
      'failed to resolve reference "docker.io/pytorch/pytorch:nope": docker.io/pytorch/pytorch:nope: not found',
      'manifest-unknown',
    ],
    ['bash: nvidia-smi: command not found', 'smi-not-in-container'],
    ['unauthorized: authentication required', 'unauthorized'],
    ['Error 35: CUDA driver version is insufficient for CUDA runtime version', 'cuda-driver-old'],
    ['line one\nRuntimeError: unable to write to file </torch_1>: shared memory is full', 'shm-bus-error'],
  ])('%s: %s', (text, id) => expect(explain(text)?.id).toBe(id))

  it.each([
    ['make: *** [all] Error 35'],
    ['E: Sub-process /usr/bin/dpkg returned an error code (100)'],
    ['sh: 1: jupyter: not found'],
    ['http://lab:8888/lab: started'],
    ['npm ERR! code ENOENT'],
    ['SyntaxError: unexpected EOF while parsing'],
    ['ConnectionResetError: [Errno 104] Connection reset by peer'],
    ['ECONNREFUSED 127.0.0.1:49153'],
    ['   \n'],
    [''],
  ])('knows nothing of %s', (text) => expect(explain(text)).toBeNull())

  it('puts what the text names into the commands', () => {
    const taken = explain('Bind for 127.0.0.1:49153 failed: port is already allocated')
    expect(taken?.steps[0]?.command).toBe('docker ps --filter publish=49153')
    const busy = explain('Ports are not available')
    expect(busy?.steps[0]?.command).toBe("sudo ss -ltnp 'sport = :8888'")
    const name = explain('Conflict. The container name "/lab" is already in use by container "f00d"')
    expect(name?.steps.map(({ command }) => command).slice(0, 2)).toEqual([
      'docker start lab',
      'docker rm lab',
    ])
  })

  it('puts nothing into a command that a shell could read as more', () => {
    const name = explain('Conflict. The container name "/$(reboot)" is already in use by container "f00d"')
    expect(name?.steps[0]?.command).toBe('docker start NAME')
    const dash = explain('Conflict. The container name "/--all" is already in use by container "f00d"')
    expect(dash?.steps[0]?.command).toBe('docker start NAME')
  })

  it('reads the end of a long log, and does so in a moment', () => {
    const log = `${'epoch 1 loss 0.25 CUDA is fine, Error is none\n'.repeat(60_000)}RuntimeError: CUDA error: device-side assert triggered`
    const before = performance.now()
    expect(explain(log)?.id).toBe('device-assert')
    expect(performance.now() - before).toBeLessThan(1500)
  })

  it.each([
    ['one line', 'a'.repeat(64_000)],
    ['a path without an end', 'a/'.repeat(32_000)],
    ['dots and dashes', '.-'.repeat(32_000)],
    ['spaces', ' '.repeat(63_999) + 'a'],
    ['colons', 'registry:5000/a:'.repeat(4_000)],
    ['what begins like a match', 'Blocking NCCL WARN exec: "'.repeat(2_400)],
    ['many beginnings', 'failed to bind host port 1:2 '.repeat(2_200)],
  ])('is not held up by %s', (_name, text) => {
    const before = performance.now()
    explain(text)
    expect(performance.now() - before).toBeLessThan(1500)
  })
})
