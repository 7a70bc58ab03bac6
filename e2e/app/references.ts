import type { CatalogueReference } from '../../shared/model/settings'
import type { Rig } from '../rig'

/** The rig's images as catalogue entries: they come to the app through its settings, as a person's own would. */
export function rigReferences({ images }: Rig): CatalogueReference[] {
  const entry = (id: string, title: string, image: string, jupyter: boolean): CatalogueReference => ({
    ...{ id, title, image, jupyter, origin: 'rig' },
  })
  return [
    entry('rig-jupyter', 'JupyterLab 4 · rig', images.jupyter, true),
    entry('rig-remote', 'JupyterLab 4 · to download', images.jupyterRemote, true),
    entry('rig-plain', 'Python without JupyterLab', images.plain, false),
  ]
}
