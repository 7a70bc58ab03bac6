// Every word and every figure a person reads, in English and Simplified Chinese.
export { engineSources } from './engine.text'
export { kernelWords } from './kernel.text'
export { type Format } from './format'
export { LanguageProvider, useFormat, useLanguage, useRefusalWords, useText } from './language'
export { wordRefusal } from '../../shared/words/refusals'
export { chooseLanguage, defineText, wordsIn, type Language } from './text'
