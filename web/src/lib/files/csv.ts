// Rows a page has already, as CSV: with a byte-order mark, so that Excel reads Chinese. Formulas are defused by an apostrophe.
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const safe = (text: string): string => quoted(/^[=+@\t]/.test(text) ? `'${text}` : text)

export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(safe).join(',')).join('\r\n')}\r\n`
