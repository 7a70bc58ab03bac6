// An Electron app that is one empty window: what the platform itself takes.
const { app, BrowserWindow } = require('electron')
const { join } = require('node:path')

app.setPath('userData', process.env['BERTH_HOME'])
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1360, height: 880, show: false })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(join(__dirname, 'empty.html'))
})
