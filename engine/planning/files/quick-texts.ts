// Texts and attributes of the XML of an .xlsx, which was decoded as latin1: quick to search, and UTF-8 is decoded where it is.

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Content as its author wrote it. */
export function textOf(raw: string): string {
  let text = raw
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte of ASCII needs no decoding
  if (/[^\x00-\x7f]/.test(text)) text = Buffer.from(text, 'latin1').toString('utf8')
  if (text.includes('&'))
    text = text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
      name ? (ENTITIES[name] ?? whole) : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
  return text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

/** `undefined` when the head of an element has no such attribute. */
export function attributeOf(head: string, name: string): string | undefined {
  const at = head.indexOf(` ${name}="`)
  if (at < 0) return undefined
  const from = at + name.length + 3
  return head.slice(from, head.indexOf('"', from))
}

export function insideOf(xml: string, element: string): string | undefined {
  const from = xml.indexOf(`<${element}`)
  const to = xml.indexOf(`</${element}>`, from)
  return from < 0 || to < 0 ? undefined : xml.slice(from, to)
}

/** Of a plain or a rich text; how it is pronounced is no part of it. */
export const textsIn = (xml: string): string =>
  [...xml.replace(/<rPh\b.*?<\/rPh>/gs, '').matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)]
    .map(([, text = '']) => textOf(text))
    .join('')

/** Decoded when asked for: most of a table of many columns never is. */
export function sharedTexts(xml: string): (index: number) => string | undefined {
  const places: number[] = []
  for (let at = xml.indexOf('<si'); at >= 0; at = xml.indexOf('<si', at + 3)) places.push(at)
  const texts: (string | undefined)[] = new Array(places.length)
  return (index) => {
    const from = places[index]
    if (from === undefined) return undefined
    texts[index] ??= textsIn(xml.slice(from, places[index + 1] ?? xml.length))
    return texts[index]
  }
}
