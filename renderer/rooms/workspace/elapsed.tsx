import { useEffect, useState } from 'react'
import { useFormat, useText } from '../../i18n'
import { text } from './text'

/** Seconds since this was first drawn, told from the third on: shorter waits need no clock. */
export function Elapsed() {
  const words = useText(text)
  const format = useFormat()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const started = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - started) / 1000)), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span className="ui-faint">{seconds < 3 ? '\u00a0' : words.elapsed(format.duration(seconds))}</span>
}
