// Every word and every figure a person reads, in English and Simplified Chinese.
export { engineSources } from './engine.text'
export { createFormat, type Format } from './format'
export { LanguageProvider, useFormat, useLanguage, useRefusalWords, useText } from './language'
export { wordRefusal } from './refusals'
export { chooseLanguage, defineText, wordsIn, type Language, type Text } from './text'
