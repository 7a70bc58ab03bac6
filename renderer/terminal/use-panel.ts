import { useMemo, useState, type RefObject } from 'react'
import type { Terminal, TerminalTarget } from '../../shared/contract/terminals'
import { useText } from '../i18n'
import { latest, useAction, useClient, useTerminals } from '../state'
import { showToast } from '../ui'
import {
  activate,
  activateTab,
  activeTab,
  focusPane,
  moveTab,
  paneOf,
  stepTab,
  toggleMaximised,
  toOwnTab,
  type Tab,
} from './layout'
import { neighbour, placesOf, type Direction } from './layout-places'
import { panesOf, type Along } from './layout-tree'
import type { PaneDeeds } from './pane-menu'
import { framesOf } from './splits-frames'
import { text } from './text'
import { useKeyboardPlace } from './use-keyboard-place'
import { useLayout } from './use-layout'
import { useScreens } from './use-screens'
import { useVerbs } from './use-verbs'

/** A pane smaller than this shows nothing worth reading. */
const leastPixels = { row: 140, column: 72 }

type Places = { panel: RefObject<HTMLElement | null>; stage: RefObject<HTMLDivElement | null> }

/** Everything a person can do in the panel, and what it shows. */
export function usePanel(target: TerminalTarget, { panel, stage }: Places) {
  const words = useText(text)
  const client = useClient()
  const listed = latest(useTerminals())
  const terminals = useMemo(() => (listed ?? []).filter((each) => isOf(each, target)), [listed, target])
  const ids = useMemo(() => terminals.map(({ id }) => id), [terminals])
  const arranged = useLayout(target, listed === null ? null : ids)
  const { layout, change } = arranged
  const verbs = useVerbs(target, arranged, stage)
  const opening = useAction(verbs.open, { tell: 'inline' })
  const frames = framesOf(layout, ids)
  const screens = useScreens(new Set(frames.flatMap(({ area, terminal }) => (area ? [terminal] : []))))
  const tab = activeTab(layout)
  const active = tab?.active ?? null
  const enter = useKeyboardPlace(() => {
    if (active !== null) return screens.focus(active)
    panel.current?.focus()
    return true
  })
  const [asking, setAsking] = useState<readonly string[]>([])
  const [renaming, setRenaming] = useState<number | null>(null)
  const renamed = useAction((id: string, name: string | null) => client.terminals.rename({ id, name }))

  const known = (id: string): Terminal | undefined => terminals.find((each) => each.id === id)
  const open = async (where: Parameters<typeof verbs.open>[0]['where'], like: string | null) => {
    const wish = like === null ? null : (paneOf(layout, like)?.wish ?? null)
    const carrier = like === null ? undefined : known(like)?.carrier
    await opening.run({ where, wish, ...(carrier ? { carrier } : {}) })
    enter()
  }
  const closeNow = (closed: readonly string[]) => {
    for (const id of closed) void verbs.close(id)
    enter()
  }
  const close = (closed: readonly string[]) => {
    const busy = closed.some((id) => known(id)?.state.is === 'running' && screens.isAtWork(id))
    if (busy) setAsking(closed)
    else closeNow(closed)
  }
  const allOf = (each: Tab) =>
    panesOf(each.tree).flatMap(({ terminal, earlier }) =>
      earlier === null ? [terminal] : [terminal, earlier],
    )
  const split = (terminal: string, along: Along) => {
    if (hasRoom(stage.current, layout.tabs, { terminal, along }))
      void open({ is: 'beside', terminal, along }, terminal)
    else showToast({ tone: 'warn', title: words.noRoom })
  }
  /** What menus and keys do to a pane; those that leave the keyboard elsewhere bring it back. */
  const deedsOf = (of: Tab): PaneDeeds => ({
    several: panesOf(of.tree).length > 1,
    maximised: of.maximised,
    split: (along) => split(of.active, along),
    maximise: () => maximise(of.active),
    toOwnTab: () => {
      change((all) => toOwnTab(all, of.active))
      enter()
    },
    rename: () => setRenaming(of.id),
    close: () => close(allOf(of).filter((id) => panesOf(of.tree).length === 1 || id === of.active)),
  })
  const closeTab = (id: number) => close(layout.tabs.filter((each) => each.id === id).flatMap(allOf))
  const closeOthers = (id: number) => close(layout.tabs.filter((each) => each.id !== id).flatMap(allOf))
  /** In place of one that ended, as that one was wished. */
  const another = async (of: Terminal, keep: boolean) => {
    const wish = paneOf(layout, of.id)?.wish ?? null
    await verbs.open({ where: { is: 'instead', of: of.id, keep }, wish, carrier: of.carrier })
    enter()
  }
  const maximise = (terminal: string) => {
    change((all) => toggleMaximised(all, terminal))
    enter()
  }
  const name = (id: number, given: string | null) => {
    const of = layout.tabs.find((each) => each.id === id)
    setRenaming(null)
    enter()
    if (of === undefined) return
    const before = known(of.active)?.name ?? null
    const next = given === '' ? null : given
    if (given !== null && next !== before) void renamed.run(of.active, next)
  }
  return {
    ...{ listed, terminals, layout, tab, active, frames, screens, opening, verbs, known },
    ...{
      asking,
      renaming,
      open,
      another,
      close,
      closeNow,
      closeTab,
      closeOthers,
      deedsOf,
      maximise,
      name,
      enter,
      change,
    },
    stopAsking: () => setAsking([]),
    rename: setRenaming,
    look: (id: number, into: boolean) => {
      change((all) => activateTab(all, id))
      if (into) enter()
    },
    activate: (terminal: string) => change((all) => activate(all, terminal)),
    go: (direction: Direction) => {
      const to = tab && neighbour(tab, direction)
      if (to) change((all) => focusPane(all, to))
      enter()
    },
    step: (step: 1 | -1) => {
      change((all) => stepTab(all, step))
      enter()
    },
    moveTab: (id: number, to: number) => change((all) => moveTab(all, id, to)),
  }
}

export type PanelState = ReturnType<typeof usePanel>

function hasRoom(
  stage: HTMLElement | null,
  tabs: readonly Tab[],
  { terminal, along }: { terminal: string; along: Along },
): boolean {
  const places = tabs.flatMap((tab) => placesOf({ ...tab, maximised: false }).panes)
  const area = places.find(({ pane }) => pane.terminal === terminal)?.area
  if (stage === null || area === undefined) return true
  const pixels = along === 'row' ? stage.clientWidth * area.width : stage.clientHeight * area.height
  return pixels / 2 >= leastPixels[along]
}

function isOf(terminal: Terminal, target: TerminalTarget): boolean {
  if (target.is === 'host') return terminal.target.is === 'host'
  return terminal.target.is === 'container' && terminal.target.containerId === target.containerId
}
