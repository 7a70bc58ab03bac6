// The application menu: what every system's menu has, so that copying, zooming and quitting work as people expect.
import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words'

export function setMenu(words: Words, { development }: { development: boolean }): void {
  const developer: MenuItemConstructorOptions[] = development ? [{ role: 'toggleDevTools' }] : []
  const quit: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [] : [{ type: 'separator' }, { role: 'quit' }]
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        // Not on Ctrl+R: in a terminal that searches the shell's history.
        { role: 'reload', accelerator: 'CmdOrCtrl+Shift+R' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    { label: words.window, submenu: [{ role: 'minimize' }, ...quit] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
