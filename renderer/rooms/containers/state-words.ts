import type { Container } from '../../../shared/contract/containers'
import type { Language } from '../../i18n'
import { wordsIn } from '../../i18n'
import { exitCode } from './rows'
import { text } from './text'

/** 'Running', or 'Stopped, code 1': the code only where it says that something went wrong. */
export function stateWords(container: Container, language: Language): string {
  const words = wordsIn(text, language)
  const code = exitCode(container)
  return code === null || code === 0 ? words.states[container.state] : words.stoppedWith(code)
}
