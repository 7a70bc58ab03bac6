import { defineText } from '../../i18n'

export const text = defineText({
  en: {
    title: 'Alerts',
    desktop: 'Notifications on the desktop',
    desktopHint: 'Alerts always appear in the window; this adds the system’s own notifications.',
    quiet: 'Quiet hours',
    quietHint: 'No notification on the desktop in this time, except an announced shutdown of a kernel.',
    reaperHint: 'Switched off, they are still told in the window, in time to keep the kernel.',
    from: 'From',
    to: 'To',
  },
  zhCN: {
    title: '提醒',
    desktop: '桌面通知',
    desktopHint: '提醒总会显示在窗口中；开启后还会发送系统通知。',
    quiet: '免打扰时段',
    quietHint: '此时段内不发送桌面通知，即将关闭内核的通知除外。',
    reaperHint: '关闭后仍会在窗口中提示，以便及时保留内核。',
    from: '开始',
    to: '结束',
  },
})
