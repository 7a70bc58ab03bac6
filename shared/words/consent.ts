// What a person is asked in the main process before the page gets its way: one wording for dialogs and for terminals.
import type { MountRisk } from '../model/launch'
import { visible } from '../model/visible'
import { consentEn } from './consent-en'
import { consentZh } from './consent-zh'

type Language = 'en' | 'zh-CN'

/** `path`: where it really leads. */
export type RiskyMount = { path: string; readOnly: boolean; why: MountRisk }

export type Question =
  | { is: 'mounts'; mounts: readonly RiskyMount[] }
  | { is: 'host-terminals' }
  | { is: 'engine'; address: string }

export type ConsentWordings = {
  risks: Record<MountRisk, string>
  mounts: string
  mountsDetail: string
  readOnly: (path: string) => string
  allowMounts: string
  hostTerminals: string
  hostTerminalsDetail: string
  allowHostTerminals: string
  engine: string
  engineDetail: string
  allowEngine: string
  cancel: string
}

export type AskedQuestion = { title: string; detail: string; yes: string; no: string }

export function wordQuestion(question: Question, language: Language): AskedQuestion {
  const words = wordings(language)
  const no = words.cancel
  switch (question.is) {
    case 'mounts': {
      const lines = question.mounts.map(({ path, readOnly, why }) => {
        const shown = visible(path)
        return `${readOnly ? words.readOnly(shown) : shown}\n${words.risks[why]}`
      })
      const detail = [...lines, words.mountsDetail].join('\n\n')
      return { title: words.mounts, detail, yes: words.allowMounts, no }
    }
    case 'host-terminals': {
      const { hostTerminals: title, hostTerminalsDetail: detail, allowHostTerminals: yes } = words
      return { title, detail, yes, no }
    }
    case 'engine': {
      const detail = `${visible(question.address)}\n\n${words.engineDetail}`
      return { title: words.engine, detail, yes: words.allowEngine, no }
    }
  }
}

/** What mounting such a place means; '' for a name that is none. */
export function wordRisk(why: string, language: Language): string {
  const { risks } = wordings(language)
  return Object.entries(risks).find(([name]) => name === why)?.[1] ?? ''
}

function wordings(language: Language): ConsentWordings {
  return language === 'zh-CN' ? consentZh : consentEn
}
