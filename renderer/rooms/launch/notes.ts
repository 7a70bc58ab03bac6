import type { CatalogueEntry } from '../../../shared/contract/launch'
import { useLanguage } from '../../i18n'
import { notesZh } from './notes-zh'

/** The catalogue's own note, in the language of the app where it has been translated. */
export function useNote(entry: CatalogueEntry): string {
  const language = useLanguage()
  return language === 'zh-CN' ? (notesZh[entry.note] ?? entry.note) : entry.note
}
