import { defineText } from '../i18n'

export const text = defineText({
  en: {
    card: (index: number) => `GPU ${index}`,
    and: ', ',
    title: (cards: string, name: string) => `Reserve ${cards} for ${name}`,
    until: 'Until when',
    ends: { hour: '1 hour', hours: '4 hours', tonight: 'Tonight', other: 'Until…' },
    day: 'Day',
    time: 'Time',
    wrong: {
      'no-time': 'As 18:00',
      past: 'Already over',
      'too-far': 'At most 7 days ahead',
    },
    untilThen: (time: string) => `Reserved until ${time}.`,
    mine: (time: string) => `You have it reserved until ${time}. Choose another end, or release it.`,
    theirs: (holder: string, time: string) =>
      `${holder} reserved it until ${time}. Agree with them before you change it.`,
    taken: (cards: string, holder: string, name: string, time: string) =>
      `${cards}: reserved by ${holder} for ${name} until ${time}. Agree with them, or wait until then.`,
    advisory:
      'This is advice, not a lock: every Berth on this engine says who reserved a card, and takes it last when it chooses one. Nobody is kept from using it.',
    reserve: 'Reserve',
    move: 'Move the end',
    release: 'Release',
    cancel: 'Cancel',
    reserved: (cards: string, time: string) => `${cards}: reserved until ${time}`,
    released: (cards: string) => `${cards}: not reserved any more`,
  },
  zhCN: {
    card: (index) => `GPU ${index}`,
    and: '、',
    title: (cards, name) => `为 ${name} 预留 ${cards}`,
    until: '预留到何时',
    ends: { hour: '1 小时', hours: '4 小时', tonight: '今晚', other: '指定时间…' },
    day: '日期',
    time: '时间',
    wrong: { 'no-time': '格式如 18:00', past: '已经过去', 'too-far': '最多提前 7 天' },
    untilThen: (time) => `预留至 ${time}。`,
    mine: (time) => `您已预留至 ${time}。可以更改结束时间，或解除预留。`,
    theirs: (holder, time) => `${holder} 已预留至 ${time}。更改前请先与对方商定。`,
    taken: (cards, holder, name, time) =>
      `${holder} 已为 ${name} 将 ${cards} 预留至 ${time}：请与对方商定，或等到届时。`,
    advisory:
      '预留只是提示，并非锁定：同一引擎上的每个 Berth 都会显示显卡由谁预留，并在自动选卡时最后考虑它，但不会阻止任何人使用。',
    reserve: '预留',
    move: '更改结束时间',
    release: '解除预留',
    cancel: '取消',
    reserved: (cards, time) => `${cards}：已预留至 ${time}`,
    released: (cards) => `${cards}：已解除预留`,
  },
})
