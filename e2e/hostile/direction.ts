// Does a name turn round what stands beside it? Read from where the browser draws each character.
import type { Page } from '@playwright/test'

/** `turned`: those of them whose own words are not where they would stand beside a harmless name. */
export type Sentences = { all: string[]; turned: string[] }

/** The lines of the page in which words of ours stand beside a name; `name` matches the whole of it. */
export function sentencesWith(page: Page, name: RegExp): Promise<Sentences> {
  return page.evaluate(look, name.source)
}

/** Runs in the page. */
function look(source: string): Sentences {
  type Drawn = { left: number; right: number; line: number }
  const lineOf = (node: Node): Element | null => {
    let element = node.parentElement
    while (element !== null && /^(inline|contents)$/.test(getComputedStyle(element).display))
      element = element.parentElement
    return element
  }
  const texts: Text[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text)
  const lines = new Map<Element, Text[]>()
  for (const text of texts) {
    const line = lineOf(text)
    if (line !== null) lines.set(line, [...(lines.get(line) ?? []), text])
  }
  const drawn = (text: Text, at: number): Drawn | null => {
    const range = document.createRange()
    range.setStart(text, at)
    range.setEnd(text, at + 1)
    const box = range.getClientRects()[0]
    return box === undefined || box.width === 0
      ? null
      : { left: box.left, right: box.right, line: box.bottom }
  }
  const found: Sentences = { all: [], turned: [] }
  for (const parts of lines.values()) {
    const whole = parts.map(({ data }) => data).join('')
    const match = new RegExp(source, 'u').exec(whole)
    if (match === null) continue
    const [from, to] = [match.index, match.index + match[0].length]
    const boxes: (Drawn & { at: number })[] = []
    let at = 0
    for (const part of parts)
      for (let index = 0; index < part.data.length; index += 1, at += 1) {
        const box = /[\p{L}\p{N}\p{P}\p{S}]/u.test(part.data.charAt(index)) ? drawn(part, index) : null
        if (box !== null) boxes.push({ ...box, at })
      }
    const ours = boxes.filter((box) => box.at < from || box.at >= to)
    const its = boxes.filter((box) => box.at >= from && box.at < to)
    if (ours.length === 0 || its.length === 0) continue
    found.all.push(whole)
    const follows = (before: Drawn, after: Drawn) =>
      Math.abs(before.line - after.line) > 4 || after.left >= before.right - 1
    const inOrder = ours.every((box, index) => {
      const next = ours[index + 1]
      return next === undefined || follows(box, next)
    })
    const beside = its.every((box) =>
      ours.every((other) => (other.at < from ? follows(other, box) : follows(box, other))),
    )
    if (!inOrder || !beside) found.turned.push(whole)
  }
  return found
}
