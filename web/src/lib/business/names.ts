// What a record is called where there is one line for it.
import type { BusinessKindInfo, BusinessRow } from '#engine/protocol/business.ts'

interface Phone {
  number: string
}
export const phonesOf = (row: Record<string, unknown>): Phone[] =>
  Array.isArray(row.phones) ? (row.phones as Phone[]) : []

export function nameOfRow(kind: BusinessKindInfo | undefined, row: BusinessRow): string {
  const title =
    String(row[kind?.title ?? 'name'] ?? '')
      .split('\n')[0]
      ?.slice(0, 60) ?? ''
  const number = phonesOf(row)[0]?.number ?? ''
  return (
    [row.code ?? '', title || (row.code ? '' : number), title && number ? number : '']
      .filter((part) => part !== '')
      .join(' ') || row.id
  )
}

/** short enough for a tab */
export const tabLabel = (
  kind: BusinessKindInfo,
  row: BusinessRow,
  say: (label: { zh: string; en: string }) => string,
): string => {
  const title = String(row[kind.title] ?? '')
    .split('\n')[0]
    ?.slice(0, 20)
  return row.code ?? (title || phonesOf(row)[0]?.number || say(kind.one))
}
