import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { Refusal } from '../../shared/model/refusal'
import { wordRefusal } from '../../shared/words/refusals'
import { createFormat, type Format } from './format'
import { wordsIn, type Language, type Text } from './text'

const LanguageContext = createContext<Format>(createFormat('en'))

export function LanguageProvider(props: { language: Language; children: ReactNode }) {
  const format = useMemo(() => createFormat(props.language), [props.language])
  return (
    <LanguageContext value={format}>
      <I18nProvider locale={props.language}>{props.children}</I18nProvider>
    </LanguageContext>
  )
}

export function useFormat(): Format {
  return useContext(LanguageContext)
}

export function useLanguage(): Language {
  return useFormat().language
}

/** The room's words in the language of the app. */
export function useText<T>(text: Text<T>): ReturnType<typeof wordsIn<T>> {
  return wordsIn(text, useLanguage())
}

export function useRefusalWords(refusal: Refusal): { cause: string; next: string } {
  return wordRefusal(refusal, useLanguage())
}
