// A Word file as a sheet: its tables' rows, or, where there is none, a row each paragraph. ECMA-376 part 1, 17.3 and 17.4.
import { filled, type RawSheet } from './raw-sheet.ts'

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }
const plain = (xml: string): string => xml.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (one) => ENTITIES[one] ?? one)

/** Texts of a piece of the document; a break or a tab stands for a space. */
const textOf = (xml: string): string =>
  [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<w:(?:br|tab)\b[^>]*\/>|<\/w:p>/g)]
    .map(([whole, text]) => (text === undefined ? (whole.startsWith('</') ? '\n' : ' ') : plain(text)))
    .join('')
    .trim()

const insides = (xml: string, name: string): string[] => xml.split(`</w:${name}>`).slice(0, -1)

export function documentSheets(parts: ReadonlyMap<string, Buffer>): RawSheet[] | undefined {
  const xml = parts.get('word/document.xml')?.toString('utf8')
  if (xml === undefined) return undefined
  const rows = xml.includes('<w:tbl>')
    ? insides(xml, 'tr').map((row) => insides(row.slice(Math.max(0, row.lastIndexOf('<w:tr'))), 'tc').map(textOf))
    : insides(xml, 'p').map((paragraph) => [textOf(`${paragraph}</w:p>`)])
  return [{ rows: filled(rows), merged: new Set() }]
}
