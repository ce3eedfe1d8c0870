// Figures: percentiles, the machine's name, the table and the JSON line that every scenario prints.
import { readFileSync } from 'node:fs'
import os from 'node:os'
import type { Cell, Result } from './scenario.ts'

/** Nearest-rank percentile, 0 < p <= 100, of an unsorted sample; NaN when empty. */
export function percentile(sample: ArrayLike<number>, p: number): number {
  if (sample.length === 0) return Number.NaN
  const sorted = Float64Array.from(sample).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))]!
}

/** Such as "AMD EPYC 7B13, 2 cores, 23 GiB, Linux 6.1, Node 20.20.2". */
export function machineName(): string {
  const cpu = os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown CPU'
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return `${cpu}, ${os.cpus().length} cores, ${memory} GiB, Linux ${os.release()}, Node ${process.versions.node}`
}

/** Resident memory of a process in MiB, from /proc; 0 when it is gone. */
export function residentMiB(pid: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return (pages * 4096) / 2 ** 20
  } catch {
    return 0
  }
}

const shown = (cell: Cell): string =>
  typeof cell === 'string' ? cell : Number.isInteger(cell) ? String(cell) : cell.toPrecision(4)

export function table(result: Result): string {
  const head = result.columns.map((column) => (column.unit ? `${column.name} (${column.unit})` : column.name))
  const rows = result.rows.map((row) => row.map(shown))
  const widths = head.map((text, n) => Math.max(text.length, ...rows.map((row) => row[n]?.length ?? 0)))
  const line = (cells: string[]): string => cells.map((cell, n) => cell.padStart(widths[n] ?? 0)).join('  ')
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

export function jsonLine(scenario: string, options: Record<string, Cell>, result: Result, seconds: number): string {
  const rows = result.rows.map((row) => Object.fromEntries(row.map((cell, n) => [result.columns[n]?.name ?? n, cell])))
  return JSON.stringify({
    scenario,
    ok: result.ok,
    machine: machineName(),
    seconds,
    options,
    rows,
    notes: result.notes,
  })
}
