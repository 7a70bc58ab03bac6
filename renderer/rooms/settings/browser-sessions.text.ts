import { defineText } from '../../i18n'

export const text = defineText({
  en: {
    title: 'Browsers that are signed in',
    mine: 'This browser',
    nameless: 'A browser that gives no name',
    near: 'this machine or a tunnel to it',
    since: (moment: string, by: 'token' | 'ticket') =>
      by === 'token' ? `signed in ${moment}` : `signed in ${moment} by a one-time address`,
    now: 'open now',
    seen: (moment: string) => `last seen ${moment}`,
    revoke: 'Revoke',
    revokeOf: (browser: string) => `Revoke ${browser}`,
    revokeOthers: 'Revoke all others',
    done: (count: number) => (count === 1 ? '1 browser was signed out' : `${count} browsers were signed out`),
    hint: 'A browser that is revoked can come back with the whole address. If that has leaked, start berth serve again with a new token.',
    leave: 'Sign out',
    leaveTitle: 'Sign this browser out?',
    leaveText:
      'Its notebooks and terminals close here; containers and kernels go on. To come back you need the whole address that “berth serve” printed.',
  },
  zhCN: {
    title: '已登录的浏览器',
    mine: '此浏览器',
    nameless: '未提供名称的浏览器',
    near: '本机或通往本机的隧道',
    since: (moment, by) => (by === 'token' ? `${moment} 登录` : `${moment} 通过一次性地址登录`),
    now: '正在使用',
    seen: (moment) => `上次使用 ${moment}`,
    revoke: '撤销',
    revokeOf: (browser) => `撤销 ${browser}`,
    revokeOthers: '撤销其他所有',
    done: (count) => `已退出 ${count} 个浏览器的登录`,
    hint: '被撤销的浏览器仍可通过完整地址重新登录。如果地址已泄露，请使用新令牌重新启动 berth serve。',
    leave: '退出登录',
    leaveTitle: '要退出此浏览器的登录吗？',
    leaveText:
      '此处打开的笔记本和终端将关闭，容器和内核继续运行。重新登录需要 “berth serve” 输出的完整地址。',
  },
})
