// What the tabs say, from their terminals: the active pane's title, and what happened unseen in any of them.
import type { Terminal } from '../../shared/contract/terminals'
import type { Tab } from './layout'
import { panesOf } from './layout-tree'
import type { ShownTab } from './tab'

type Told = {
  terminals: readonly Terminal[]
  titles: ReadonlyMap<string, string>
  unseen: ReadonlyMap<string, 'output' | 'bell'>
}

/** A person's name goes before the program's title, and that before the container's name. */
export function titleOf(terminal: Terminal | undefined, titles: Told['titles']): string {
  if (terminal === undefined) return '…'
  return terminal.name ?? (titles.get(terminal.id)?.trim() || terminal.label)
}

export function shownTab(tab: Tab, { terminals, titles, unseen }: Told): ShownTab {
  const panes = panesOf(tab.tree)
  const of = (id: string) => terminals.find((each) => each.id === id)
  const active = of(tab.active)
  const news = panes.map((pane) => unseen.get(pane.terminal) ?? null)
  return {
    id: tab.id,
    title: titleOf(active, titles),
    about: aboutOf(active, titles),
    name: active?.name ?? '',
    panes: panes.length,
    ended: panes.every((pane) => (of(pane.terminal)?.state.is ?? 'running') !== 'running'),
    unseen: news.includes('bell') ? 'bell' : (news.find((each) => each !== null) ?? null),
  }
}

/** For the tooltip: every name it has, then the shell and its user. */
function aboutOf(terminal: Terminal | undefined, titles: Told['titles']): string {
  if (terminal === undefined) return ''
  const names = [terminal.name, titles.get(terminal.id)?.trim(), terminal.label]
  const shell = [terminal.program, ...(terminal.user === null ? [] : [terminal.user])].join(' · ')
  return [...new Set(names.filter((each): each is string => Boolean(each))), shell].join('\n')
}
