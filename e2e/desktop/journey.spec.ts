import { expect, test } from '@playwright/test'
import { openDesktop } from '../app/desktop'
import {
  chooseCard,
  findsTheNotebookAgain,
  launchWithDownload,
  removesTheContainer,
  returnsToTheEnvironment,
  terminalIsRight,
  theContainer,
  writesANotebook,
} from '../app/journey'
import { labIsReady } from '../app/notebook'
import { docker, forget } from '../app/docker'
import { workstation } from '../app/workstation'

test('from a fresh profile to a notebook on the chosen card, and back to nothing', async () => {
  test.setTimeout(300_000)
  const on = await workstation()
  await forget(on.rig, on.rig.images.jupyterRemote)
  let app = await openDesktop(on)
  try {
    await chooseCard(app.page, 1)
    await launchWithDownload(app.page, 'JupyterLab 4 · to download')
    const lab = await app.lab()
    await labIsReady(lab)
    const asked = await docker(on.rig, [
      'inspect',
      '--format',
      '{{range .HostConfig.DeviceRequests}}{{join .DeviceIDs ","}}{{end}}',
      await theContainer(on),
    ])
    const seen = await writesANotebook(lab, on)
    expect(seen).toEqual([asked])

    await terminalIsRight(app.page)

    await app.close()
    app = await openDesktop(on)
    await returnsToTheEnvironment(app.page)
    await findsTheNotebookAgain(await app.lab())
    await removesTheContainer(app.page, on)
  } finally {
    await app.close()
    await on.clear()
  }
})
