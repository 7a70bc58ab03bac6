// When a text is on a terminal's screen, seen from inside the page.

/** Calls back once, when the frame that shows it has been painted; the returned function gives up. */
export function onDrawn(
  rows: Element,
  shows: (screen: string) => boolean,
  then: (at: number) => void,
): () => void {
  const observer = new MutationObserver(() => {
    if (!shows(textOf(rows))) return
    observer.disconnect()
    afterPaint(then)
  })
  observer.observe(rows, { childList: true, characterData: true, subtree: true })
  return () => observer.disconnect()
}

/** xterm writes its rows in a frame's callback; a message posted there is delivered when that frame is painted. */
function afterPaint(then: (at: number) => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    then(performance.now())
  }
  port2.postMessage(null)
}

/** xterm draws spaces that must not break. */
export function textOf(rows: Element): string {
  return rows.textContent.replaceAll('\u00a0', ' ')
}
