import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { run, works } from './command'
import { programAt } from './requirements'

/**
 * Each rig brings its own bridge. dockerd runs with `--iptables=false`, because two engines in one network
 * namespace flush each other's chains (libnetwork removes and re-adds DOCKER at start); ports published on
 * loopback go through docker-proxy and need no rule. One rule of ours lets containers reach the network.
 */
export async function addBridge(bridge: string, subnet: number): Promise<void> {
  if (!bridgeExists(bridge)) await run(['ip', 'link', 'add', bridge, 'type', 'bridge'])
  await run(['ip', 'addr', 'replace', `10.${subnet}.0.1/24`, 'dev', bridge])
  await run(['ip', 'link', 'set', bridge, 'up'])
  if (await mayFilter()) {
    const rule = masquerade(bridge, subnet)
    if (!(await works(['iptables', '-t', 'nat', '-C', ...rule])))
      await works(['iptables', '-t', 'nat', '-A', ...rule])
  }
}

export async function removeBridge(bridge: string, subnet: number): Promise<void> {
  if (await mayFilter()) {
    const rule = masquerade(bridge, subnet)
    while (await works(['iptables', '-t', 'nat', '-D', ...rule])) continue
  }
  if (bridgeExists(bridge)) await run(['ip', 'link', 'delete', bridge])
}

export function bridgeExists(bridge: string): boolean {
  // A bridge without ports has no running address, so os.networkInterfaces may hide it: ask the kernel.
  return existsSync(`/sys/class/net/${bridge}`)
}

export async function rulesOf(bridge: string): Promise<string[]> {
  if (!(await mayFilter())) return []
  const table = await run(['iptables', '-t', 'nat', '-S', 'POSTROUTING'])
  return table.split('\n').filter((line) => line.includes(comment(bridge)))
}

/** The first /16 of 10.x that no interface here uses, so that two rigs and the host's own networks stay apart. */
export function freeSubnet(wanted: number): number {
  const used = new Set(
    Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family }) => family === 'IPv4')
      .map(({ address }) => address.split('.').slice(0, 2).join('.')),
  )
  for (let step = 0; step < 200; step++) {
    const subnet = 16 + ((wanted - 16 + step) % 200)
    if (!used.has(`10.${subnet}`)) return subnet
  }
  throw new Error('All of 10.16 to 10.215 is in use on this machine; the rig needs one /16 of it.')
}

/** The first port from `wanted` on that nobody listens on, on loopback. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 200; port++) if (await isFree(port)) return port
  throw new Error(`No free port on 127.0.0.1 from ${wanted} to ${wanted + 199}.`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    return await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
  } finally {
    server.close()
  }
}

async function mayFilter(): Promise<boolean> {
  return (
    (await programAt('iptables')) !== null && (await works(['iptables', '-t', 'nat', '-S', 'POSTROUTING']))
  )
}

function masquerade(bridge: string, subnet: number): string[] {
  const outside = ['!', '-o', bridge, '-m', 'comment', '--comment', comment(bridge), '-j', 'MASQUERADE']
  return ['POSTROUTING', '-s', `10.${subnet}.0.0/16`, ...outside]
}

function comment(bridge: string): string {
  return `berth rig ${bridge}`
}
