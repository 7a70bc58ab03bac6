import { defineText } from '../i18n'

export const text = defineText({
  en: { details: 'Details' },
  zhCN: { details: '详情' },
})
