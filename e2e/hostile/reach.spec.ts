// A notebook's code in its container, on the network it shares with the engine's host: what it can knock at, and who opens.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from '@playwright/test'
import { z } from 'zod'
import { serve } from '../app/browser'
import { makeCertificate } from '../app/certificate'
import { docker } from '../app/docker'
import { execute, openNotebook } from '../app/kernels'
import { put, test, type Ground } from './stage'

/** Runs in a kernel. `doors`: by name, where a connection is tried; `asked`: by name, what is asked over HTTP or HTTPS. */
const program = `
import http.client, json, os, socket, ssl, stat
told = json.load(open('/workspace/told.json'))
route = [line.split() for line in open('/proc/net/route')][1:]
gateway = next(socket.inet_ntoa(bytes.fromhex(line[2])[::-1]) for line in route if line[1] == '00000000')
def knock(host, port):
    try:
        socket.create_connection((gateway if host == 'gateway' else host, port), 3).close()
        return 'OPEN'
    except OSError:
        return 'closed'
def ask(one):
    unverified = ssl._create_unverified_context()
    host = gateway if one['host'] == 'gateway' else one['host']
    try:
        to = http.client.HTTPSConnection(host, one['port'], timeout=5, context=unverified) if one['tls'] else http.client.HTTPConnection(host, one['port'], timeout=5)
        to.putrequest(one.get('method', 'GET'), one['path'], skip_host=True)
        for name, value in one['headers'].items(): to.putheader(name, value)
        to.endheaders()
        answer = to.getresponse()
        return {'status': answer.status, 'body': answer.read(20000).decode('utf8', 'replace'), 'cookie': answer.getheader('set-cookie')}
    except OSError as error:
        return {'status': 0, 'body': type(error).__name__, 'cookie': None}
sockets = [os.path.join(at, name) for at, _, names in os.walk('/') if not at.startswith(('/proc', '/sys')) for name in names
           if stat.S_ISSOCK(os.lstat(os.path.join(at, name)).st_mode)]
result = {
    'sockets': [path for path in sockets if not path.startswith('/tmp/')],
    'variables': sorted(name for name in os.environ if name.startswith(('DOCKER', 'BERTH', 'CONTAINER_HOST'))),
    'doors': {name: knock(*door) for name, door in told['doors'].items()},
    'answers': {name: ask(one) for name, one in told['asked'].items()},
}
json.dump(result, open('/workspace/reached.json', 'w'))
`

const ReachedSchema = z.object({
  sockets: z.array(z.string()),
  variables: z.array(z.string()),
  doors: z.record(z.string(), z.string()),
  answers: z.record(
    z.string(),
    z.object({ status: z.number(), body: z.string(), cookie: z.string().nullable() }),
  ),
})

type Asked = {
  host: string
  port: number
  tls: boolean
  path: string
  headers: Record<string, string>
  method?: string
}

async function fromAKernel(
  { on, attacker }: Ground,
  told: { doors: Record<string, [string, number]>; asked: Record<string, Asked> },
): Promise<z.infer<typeof ReachedSchema>> {
  await put(on, 'attacker', 'told.json', JSON.stringify(told))
  await put(on, 'attacker', 'reach.py', program)
  // Each in a kernel of its own: one takes no second message that is byte for byte the first.
  const kernelId = await openNotebook(attacker.server, `reach-${randomUUID()}.ipynb`)
  const run = await execute(attacker.server, kernelId, "exec(open('/workspace/reach.py').read())")
  await run.ended
  run.close()
  const text = await readFile(join(on.project, 'attacker', 'reached.json'), 'utf8')
  return ReachedSchema.parse(JSON.parse(text))
}

test('A kernel finds no way to the engine, and none to an app that is served on this machine alone', async ({
  ground,
  served,
}) => {
  const { on, attacker, victim } = ground
  const app = Number(new URL(served.origin).port)
  const ports = { app, own: attacker.server.port, victim: victim.server.port, engine: 2375, engineTls: 2376 }
  const hosts = ['gateway', 'host.docker.internal', 'gateway.docker.internal', 'host.containers.internal']
  const doors = Object.fromEntries(
    hosts.flatMap((host) =>
      Object.entries(ports).map(([name, port]): [string, [string, number]] => [
        `${name} at ${host}`,
        [host, port],
      ]),
    ),
  )
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
  const neighbour = await docker(on.rig, ['inspect', '--format', format, victim.id])
  const path = '/api/contents/secret.txt?content=1'
  const headers = { Host: `${neighbour}:8888` }
  const {
    sockets,
    variables,
    doors: found,
    answers,
  } = await fromAKernel(ground, {
    doors: { ...doors, neighbour: [neighbour, 8888] },
    asked: {
      neighbour: { host: neighbour, port: 8888, tls: false, path, headers },
      withOurs: {
        ...{ host: neighbour, port: 8888, tls: false, path },
        headers: { ...headers, Authorization: `token ${attacker.server.token}` },
      },
    },
  })
  // The rig's simulated cards speak through a socket of their own.
  expect(sockets.filter((path) => !path.startsWith('/run/berth-rig-gpu/'))).toEqual([])
  expect(variables.filter((name) => /DOCKER_HOST|CONTAINER_HOST|BERTH_HOME/.test(name))).toEqual([])
  // Connections do leave the container: the neighbour's server is there, and asks for its own token.
  expect(found['neighbour']).toBe('OPEN')
  delete found['neighbour']
  expect(Object.entries(found).filter(([, answer]) => answer !== 'closed')).toEqual([])
  expect([answers['neighbour']?.status, answers['withOurs']?.status]).toEqual([403, 403])
})

test('An app that is served beyond this machine opens to no kernel without the token: neither by address, by a foreign name, nor by its own', async ({
  ground,
}) => {
  const { on } = ground
  const name = 'berth.test'
  const { certFile, keyFile } = await makeCertificate(dirname(on.profile), { names: [name, `*.${name}`] })
  const home = join(on.profile, '..', 'beyond')
  const args = ['--host', '0.0.0.0', '--name', name, '--tls-cert', certFile, '--tls-key', keyFile]
  const server = await serve({ ...on, env: { ...on.env, BERTH_HOME: home } }, args)
  try {
    const { port, searchParams } = new URL(server.url)
    const token = searchParams.get('token') ?? ''
    const host = `${name}:${port}`
    const ask = (path: string, headers: Record<string, string>, method?: string): Asked => ({
      ...{ host: 'gateway', port: Number(port), tls: true, path, headers },
      ...(method === undefined ? {} : { method }),
    })
    const upgrade = {
      ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
      'Sec-WebSocket-Key': 'x3JJHMbDL1EzLkh9GBhXDw==',
    }
    const { doors, answers } = await fromAKernel(ground, {
      doors: { app: ['gateway', Number(port)] },
      asked: {
        page: ask('/', { Host: host }),
        call: ask('/rpc/containers/list', { Host: host, Origin: `https://${host}` }, 'POST'),
        socket: ask('/rpc', { Host: host, Origin: `https://${host}`, ...upgrade }),
        rebound: ask(`/?token=${token}`, { Host: `evil.example:${port}` }),
        address: ask(`/?token=${token}`, { Host: `10.0.0.1:${port}` }),
        loopback: ask(`/?token=${token}`, { Host: `localhost:${port}` }),
        noName: ask('/', {}),
        notebook: ask('/lab', { Host: `${ground.victim.environmentId}.${host}` }),
        guess: ask(`/?token=${token.slice(0, -1)}x`, { Host: host }),
        key: ask(`/?token=${token}`, { Host: host }),
      },
    })
    // The door is there, and the key opens it: what stays shut is shut for want of it.
    expect(doors['app']).toBe('OPEN')
    const { key, ...others } = answers
    expect(key?.cookie).toContain('HttpOnly')
    const statuses = Object.fromEntries(Object.entries(others).map(([what, { status }]) => [what, status]))
    expect(statuses).toEqual({
      ...{ page: 401, call: 405, socket: 403, rebound: 421, address: 421, loopback: 421, noName: 400 },
      ...{ notebook: 403, guess: 401 },
    })
    expect(Object.values(others).filter(({ cookie }) => cookie !== null)).toEqual([])
  } finally {
    await server.stop()
  }
})
