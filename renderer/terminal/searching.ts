// Finding words in a terminal's screen and scrollback.
import { SearchAddon } from '@xterm/addon-search'
import type { Terminal as Xterm } from '@xterm/xterm'
import type { TerminalLook } from './theme'

export type FindQuery = { words: string; regex: boolean; matchCase: boolean; wholeWord: boolean }

export type FindResult = { at: number; of: number }

export type FindDirection = 'first' | 'next' | 'previous'

/** Above this, xterm's search says "many" instead of counting on. */
export const highlightLimit = 1000

/** Why a query cannot be searched for; '' when it can. `empty` regular expressions match between all characters. */
export function queryFault({ words, regex }: FindQuery): '' | 'invalid' | 'empty' {
  if (!regex || words === '') return ''
  try {
    return new RegExp(words).test('') ? 'empty' : ''
  } catch {
    return 'invalid' // the pattern is not finished yet, or wrong
  }
}

export type Searching = {
  find(query: FindQuery, direction: FindDirection, look: TerminalLook): void
  clear(): void
}

export function createSearching(xterm: Xterm, onFound: (result: FindResult) => void): Searching {
  const search = new SearchAddon({ highlightLimit })
  xterm.loadAddon(search)
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    onFound({ at: resultIndex + 1, of: resultCount }),
  )
  return {
    find(query, direction, look) {
      if (queryFault(query) !== '') return search.clearDecorations()
      const options = {
        regex: query.regex,
        caseSensitive: query.matchCase,
        wholeWord: query.wholeWord,
        decorations: {
          matchBackground: look.match,
          matchOverviewRuler: look.match,
          activeMatchBackground: look.activeMatch,
          activeMatchColorOverviewRuler: look.activeMatch,
        },
      }
      // The newest is the first: a terminal is read from its end.
      if (direction === 'next') search.findNext(query.words, options)
      else search.findPrevious(query.words, { ...options, incremental: direction === 'first' })
    },
    clear: () => search.clearDecorations(),
  }
}
