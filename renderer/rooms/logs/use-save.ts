import { useFormat, useText } from '../../i18n'
import { useAction, useClient } from '../../state'
import { showToast } from '../../ui'
import { text } from './text'

/** Saves the whole log: the desktop asks where and says so; a browser downloads it. */
export function useSave(containerId: string): { saving: boolean; save: (timestamps: boolean) => void } {
  const client = useClient()
  const words = useText(text)
  const format = useFormat()
  const action = useAction((timestamps: boolean) =>
    client.containers.saveLogs({ id: containerId, timestamps }),
  )
  const save = async (timestamps: boolean) => {
    const outcome = await action.run(timestamps)
    if (outcome.is === 'refused') return
    const { value } = outcome
    if (value.is === 'download') download(value.url)
    else if (value.is === 'saved')
      showToast({ tone: 'good', title: words.saved(format.bytes(value.bytes)), text: value.path })
  }
  return { saving: action.pending, save: (timestamps) => void save(timestamps) }
}

/** The server names the file; the page stays where it is. */
function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
