// Beginnings of numbers, separated by commas in a form and an array in its table.
export const PARTS_PATTERN = '^ *([0-9*#+]+( *[,，] *[0-9*#+]+)*)? *$'

export const partsOf = (written: unknown): string[] =>
  String(written)
    .split(/[,，]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

export const partsToRow = (values: Record<string, unknown>, names: readonly string[]): Record<string, string[]> =>
  Object.fromEntries(names.map((name) => [name, partsOf(values[name])]))

export const partsFromRow = (row: Record<string, unknown>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, (row[name] as string[]).join(', ')]))
