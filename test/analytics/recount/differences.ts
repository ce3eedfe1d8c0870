// Two counts of one report, laid side by side.
import type { Row } from './counting.ts'

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

function same(a: string | number | null | undefined, b: string | number | null | undefined): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null)
  if (typeof b === 'number' && !Number.isInteger(b)) return near(Number(a), b)
  return String(a) === String(b)
}

/** Every figure that is not the same, and every row that only one has; by the keys of rows. */
export function differences(keys: readonly string[], reported: readonly Row[], counted: readonly Row[]): string[] {
  const nameOf = (row: Row): string => keys.map((key) => `${key}=${row[key]}`).join(' ')
  const wanted = new Map(counted.map((row) => [nameOf(row), row]))
  const found: string[] = []
  for (const row of reported) {
    const name = nameOf(row)
    const other = wanted.get(name)
    wanted.delete(name)
    if (!other) found.push(`only reported: ${name}`)
    else
      for (const measure of Object.keys(row))
        if (!(measure in other) || !same(row[measure], other[measure]))
          found.push(`${name}: ${measure} is reported as ${row[measure]}, counted as ${other[measure]}`)
  }
  return [...found, ...[...wanted.keys()].map((name) => `only counted: ${name}`)]
}
