import { defineText } from '../i18n'

export const text = defineText({
  en: {
    titles: {
      revoked: 'This browser was signed out',
      expired: 'This session has ended',
      left: 'You are signed out',
      unknown: 'This browser is not signed in any more',
    },
    texts: {
      revoked: 'Somebody revoked its session, in another browser or in a shell on the machine.',
      expired: 'It was unused for four days, or it was older than 30.',
      left: 'This browser’s session was ended from here.',
      unknown: 'Berth was started again, or the session has ended meanwhile.',
    },
    unhurt: 'Containers, kernels and terminals go on.',
    back: 'To come back, open the whole address that “berth serve” printed where it runs; it ends with a token.',
    reload: 'I have: load this page again',
  },
  zhCN: {
    titles: {
      revoked: '此浏览器已被退出登录',
      expired: '登录已过期',
      left: '已退出登录',
      unknown: '此浏览器的登录已失效',
    },
    texts: {
      revoked: '有人在其他浏览器或主机的命令行中撤销了此次登录。',
      expired: '已超过四天未使用，或登录已超过 30 天。',
      left: '你已在此处退出登录。',
      unknown: 'Berth 已重新启动，或登录已在此期间失效。',
    },
    unhurt: '容器、内核和终端不受影响。',
    back: '如需重新登录，请打开 “berth serve” 启动时输出的完整地址（末尾带有令牌）。',
    reload: '已重新登录，刷新此页',
  },
})
