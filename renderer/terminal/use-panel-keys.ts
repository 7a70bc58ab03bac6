import type { KeyboardEvent, RefObject } from 'react'
import { panesOf } from './layout-tree'
import { commandOf, type KeyMode, type TerminalCommand } from './shortcuts'
import type { PanelState } from './use-panel'

/**
 * The panel's keys, taken on their way down: before xterm sends them to a program, and only while the keyboard is in the
 * panel. JupyterLab's frame and the app's other rooms keep theirs.
 */
export function usePanelKeys(panel: PanelState, section: RefObject<HTMLElement | null>, mode: KeyMode) {
  const run = (command: TerminalCommand) => {
    const { tab } = panel
    const deeds = tab && panel.deedsOf(tab)
    switch (command.is) {
      case 'open':
        return void panel.open({ is: 'tab' }, null)
      case 'close':
        return deeds?.close()
      case 'split':
        return deeds ? deeds.split(command.along) : void panel.open({ is: 'tab' }, null)
      case 'focus':
        return panel.go(command.direction)
      case 'tab':
        return panel.step(command.step)
      case 'move-tab':
        return tab ? panel.moveTab(tab.id, panel.layout.tabs.indexOf(tab) + command.step) : undefined
      case 'maximise':
        return deeds?.maximise()
      case 'menu':
        // Out of the terminal, which keeps Tab for itself, and into the strip.
        return section.current?.querySelector<HTMLElement>('.terminal-more')?.click()
    }
  }
  return (event: KeyboardEvent<HTMLElement>) => {
    const { target, currentTarget, nativeEvent } = event
    // A dialog of ours is a child in React alone; a field (the search, a name) has its own keys.
    if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return
    if (target instanceof HTMLInputElement) return
    const panes = panel.tab ? panesOf(panel.tab.tree).length : 0
    const command = commandOf(nativeEvent, { mode, panes })
    if (command !== null) {
      event.preventDefault()
      event.stopPropagation()
      run(command)
    } else if (event.key === 'Tab' && hasEnded(panel, target)) {
      // Nobody reads what is typed there: Tab leads on to what can be done.
      event.stopPropagation()
    }
  }
}

function hasEnded(panel: PanelState, target: HTMLElement): boolean {
  const id = target.closest<HTMLElement>('[data-terminal]')?.dataset['terminal']
  return panel.terminals.some((terminal) => terminal.id === id && terminal.state.is !== 'running')
}
