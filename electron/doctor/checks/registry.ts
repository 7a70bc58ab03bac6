// Do the registries answer that the catalogue and the settings name: their /v2/ alone is asked, never an image.
import { advice, fine, notApplicable, type DoctorCheck, type Outcome } from '../check'
import type { UrlAnswer } from '../ask'
import type { Look } from '../look'

type Asked = { host: string; url: string; answer: UrlAnswer }

export const registryCheck: DoctorCheck = {
  id: 'registry',
  after: [],
  milliseconds: 15_000,
  async run({ machine, registries }, signal) {
    const asked = await askRegistries({ machine, registries }, signal)
    if (asked.length === 0) return notApplicable('registries-answer', { params: { hosts: '' } })
    const evidence = asked.map(line).join('\n')
    const failed = asked.map((each) => trouble(each)).find((each) => each !== null)
    const hosts = asked.map(({ host }) => host).join(', ')
    return failed ? { ...failed, evidence } : fine('registries-answer', { params: { hosts }, evidence })
  },
}

/** Loopback registries speak plain HTTP, as engines take for granted (moby: insecure registries are 127.0.0.0/8). */
export async function askRegistries(
  { machine, registries }: Pick<Look, 'machine' | 'registries'>,
  signal: AbortSignal,
): Promise<Asked[]> {
  return await Promise.all(
    registries.map(async (host) => {
      const name = host === 'docker.io' ? 'registry-1.docker.io' : host
      const plain = /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(name)
      const url = `${plain ? 'http' : 'https'}://${name}/v2/`
      return { host, url, answer: await machine.askUrl(url, { signal, milliseconds: 8_000 }) }
    }),
  )
}

function line({ url, answer }: Asked): string {
  const through = answer.proxy === '' ? '' : ` through ${answer.proxy}`
  return `GET ${url}${through}: ${answer.is === 'answered' ? answer.status : `${answer.code} ${answer.why}`}`
}

/** Advice and no more: what is here already runs without any registry. */
function trouble({ host, answer }: Asked): Outcome | null {
  const { proxy } = answer
  if (answer.is === 'answered') {
    // 401 is how a registry asks for a login; 407 is the proxy's.
    const ok = answer.status < 400 || answer.status === 401
    if (ok) return null
    const message = `HTTP ${answer.status}`
    return proxy === ''
      ? advice('registry-unreachable', { params: { host, message }, fixes: [{ id: 'check-network' }] })
      : advice('registry-proxy', { params: { host, proxy, message }, fixes: [{ id: 'check-proxy' }] })
  }
  const message = answer.why
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|ERR_TLS/.test(answer.code))
    return advice('registry-untrusted', {
      params: { host, message },
      fixes: [{ id: 'trust-certificate', gaps: { host } }],
    })
  if (proxy !== '')
    return advice('registry-proxy', { params: { host, proxy, message }, fixes: [{ id: 'check-proxy' }] })
  return advice('registry-unreachable', { params: { host, message }, fixes: [{ id: 'check-network' }] })
}
