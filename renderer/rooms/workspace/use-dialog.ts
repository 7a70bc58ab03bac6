import { useState } from 'react'
import { usePlace, type WorkspaceDialog } from '../../state'

/** Which dialog stands over this workspace: opened in it, or asked for from elsewhere (the palette). */
export function useDialog(containerId: string) {
  const place = usePlace()
  const ask = place.room === 'workspace' && place.containerId === containerId ? (place.ask ?? null) : null
  const [held, setHeld] = useState<{ asked: number; about: WorkspaceDialog | null }>({
    asked: 0,
    about: null,
  })
  if (ask !== null && ask.asked !== held.asked) setHeld(ask)
  const show = (about: WorkspaceDialog | null) => setHeld({ asked: ask?.asked ?? held.asked, about })
  return { about: held.about, open: show, close: () => show(null) }
}
