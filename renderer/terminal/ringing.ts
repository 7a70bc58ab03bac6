import { useRef, useState } from 'react'
import { beep, createBell } from './bell'
import { useTerminalSettings } from './manner'

/** `rings` counts the bells that are drawn; each new number is drawn once. */
export function useRinging(): { rings: number; ring: () => void } {
  const { bell } = useTerminalSettings()
  const [rings, setRings] = useState(0)
  const sometimes = useRef(createBell())
  return {
    rings,
    ring: () => {
      if (bell === 'none' || !sometimes.current()) return
      if (bell === 'sound') beep()
      else setRings((last) => last + 1)
    },
  }
}
