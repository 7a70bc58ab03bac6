// Reads the XML that `nvidia-smi -q -x` prints, cut off or not: elements, their text and their id. Never throws, resolves
// nothing that a DOCTYPE names, and knows no entities but XML's own five.

export type XmlNode = {
  name: string
  id: string
  text: string
  children: XmlNode[]
  /** Its end tag was seen. Without it a figure may be half a figure. */
  closed: boolean
}

/** The real tree is six deep. */
const deepest = 40

const token =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<[!?][^>]*(?:>|$)|<(\/?)([A-Za-z_][\w.-]*)([^<>]*?)(\/?)>|[^<]+|</g

/** The root element; null when there is none. Elements that were never closed end with the text. */
export function parseXml(text: string): XmlNode | null {
  const top: XmlNode = { name: '', id: '', text: '', children: [], closed: false }
  const open: XmlNode[] = [top]
  for (const [whole, data, closes, name, attributes, empty] of text.matchAll(token)) {
    const here = open.at(-1) ?? top
    if (name === undefined) {
      if (data !== undefined) here.text += data
      else if (!/^<[!?]/.test(whole)) here.text += plain(whole)
    } else if (closes === '/') {
      const depth = open.findLastIndex((node, i) => i > 0 && node.name === name)
      const ended = open[depth]
      if (depth <= 0 || !ended) continue
      ended.closed = true
      open.length = depth
    } else {
      const node: XmlNode = {
        ...{ name, id: idIn(attributes ?? ''), text: '', children: [] },
        closed: empty === '/',
      }
      here.children.push(node)
      if (empty !== '/' && open.length < deepest) open.push(node)
    }
  }
  return top.children[0] ?? null
}

export function child(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  return path.reduce<XmlNode | undefined>((at, name) => at?.children.find((each) => each.name === name), node)
}

export function children(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((each) => each.name === name) ?? []
}

/** undefined where there is no such element, or only its beginning, so that a value's own reader says "no figure". */
export function textAt(node: XmlNode | undefined, ...path: string[]): string | undefined {
  const found = child(node, ...path)
  return found?.closed === true ? found.text.trim() : undefined
}

function idIn(attributes: string): string {
  return plain(/\bid\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes)?.slice(1).find(Boolean) ?? '')
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plain(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, name, decimal, hex) => {
      if (typeof name === 'string') return named[name.toLowerCase()] ?? whole
      const code = typeof decimal === 'string' ? Number(decimal) : parseInt(String(hex), 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
