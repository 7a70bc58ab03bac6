import type { Topology as Links } from '../../../shared/contract/gpus'
import { useText } from '../../i18n'
import { latest, useAnswer, useClient, useGpus } from '../../state'
import { cx, Disclosure } from '../../ui'
import { text } from './text'

/** How the cards are connected, as a small matrix: the nearer, the stronger its colour. */
export function Topology() {
  const words = useText(text)
  const client = useClient()
  const state = latest(useGpus())
  const cards = state?.is === 'live' ? state.cards.map(({ uuid }) => uuid).join(' ') : ''
  const { answer } = useAnswer(cards, (signal) => client.gpus.topology(undefined, { signal }))
  const links = answer.is === 'here' ? answer.value : null
  if (links === null || links.names.length < 2) return null
  return (
    <Disclosure title={words.topology}>
      <Matrix links={links} />
    </Disclosure>
  )
}

function Matrix({ links }: { links: Links }) {
  const words = useText(text)
  const { names } = links
  return (
    <div className="gpu-topology">
      <table aria-label={words.topology}>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">{words.cpus}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {names.map((other, column) => {
                const link = links.links[row]?.[column] ?? ''
                const meaning = meaningOf(link, words.links)
                return (
                  <td
                    key={other}
                    className={cx('gpu-link', `gpu-link--${kindOf(link)}`)}
                    title={meaning === '' ? '' : `${name} – ${other}: ${meaning}`}
                  >
                    {link}
                  </td>
                )
              })}
              <td className="ui-muted">{links.affinity[name]?.cpus ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Kind = 'nvlink' | 'near' | 'host' | 'far' | 'self'

/** PIX and PXB stay on PCIe switches; PHB crosses the host bridge; NODE and SYS leave the NUMA node. */
function kindOf(link: string): Kind {
  if (/^NV\d+$/.test(link)) return 'nvlink'
  if (link === 'PIX' || link === 'PXB') return 'near'
  if (link === 'PHB') return 'host'
  return link === '' ? 'self' : 'far'
}

function meaningOf(link: string, words: typeof text.en.links): string {
  const bonded = /^NV(\d+)$/.exec(link)?.[1]
  if (bonded !== undefined) return words.nvlink(bonded)
  const known = { PIX: words.PIX, PXB: words.PXB, PHB: words.PHB, NODE: words.NODE, SYS: words.SYS }
  return Object.entries(known).find(([name]) => name === link)?.[1] ?? ''
}
