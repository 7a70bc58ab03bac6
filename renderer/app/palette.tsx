import { useEffect, useState } from 'react'
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Header } from 'react-aria-components/Header'
import { Input } from 'react-aria-components/Input'
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { SearchField } from 'react-aria-components/SearchField'
import { Search } from 'lucide-react'
import { useText } from '../i18n'
import { closePalette, togglePalette, usePaletteOpen } from './palette-open'
import { useCommands } from './commands'
import { text } from './text'
import './palette.css'

/** Everything one can go to, open or launch, by typing. Ctrl/Cmd+K. */
export function Palette() {
  const open = usePaletteOpen((state) => state.open)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      if (event.shiftKey || event.altKey) return
      // Ctrl+K cuts to the end of the line in a shell; the terminal keeps it.
      if (event.target instanceof Element && event.target.closest('.xterm')) return
      event.preventDefault()
      togglePalette()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
  return (
    <ModalOverlay
      className="ui-scrim palette-scrim"
      isOpen={open}
      isDismissable
      onOpenChange={(next) => {
        if (!next) closePalette()
      }}
    >
      <Modal className="ui-modal palette">
        <PaletteBody />
      </Modal>
    </ModalOverlay>
  )
}

function PaletteBody() {
  const words = useText(text).palette
  const sections = useCommands()
  const { contains } = useFilter({ sensitivity: 'base' })
  const [query, setQuery] = useState('')
  const matches = (textValue: string, input: string) =>
    input.split(/\s+/).every((word) => contains(textValue, word))
  return (
    <Dialog className="palette-dialog" aria-label={words.open}>
      <Autocomplete filter={matches} inputValue={query} onInputChange={setQuery}>
        <SearchField aria-label={words.placeholder} className="palette-search" autoFocus>
          <Search size={16} aria-hidden />
          <Input className="palette-input" placeholder={words.placeholder} spellCheck={false} />
        </SearchField>
        <Menu
          className="palette-list"
          aria-label={words.open}
          renderEmptyState={() => <div className="palette-empty">{words.empty}</div>}
        >
          {sections.map((section) => (
            <MenuSection key={section.key}>
              <Header className="palette-header">{section.title}</Header>
              {section.commands.map((command) => (
                <MenuItem
                  key={command.key}
                  id={command.key}
                  className="ui-list-item palette-item"
                  textValue={`${command.label} ${command.also}`}
                  onAction={() => {
                    closePalette()
                    command.run()
                  }}
                >
                  <span className="ui-list-icon">{command.icon}</span>
                  <span className="ui-grow ui-truncate">{command.label}</span>
                  {command.detail !== '' && (
                    <span className="ui-faint ui-small ui-truncate">{command.detail}</span>
                  )}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Autocomplete>
    </Dialog>
  )
}
