// What ran as TAP for the reporter: a file is a subtest, as tap's own runner writes it.
import type { Ran } from './one-file.ts'

/** The file's own TAP, and whether it ended well. */
export function subtest(number: number, { file, tap, code, signal, wallMs }: Ran): string {
  const told = code === 0 ? '' : `  ---\n${yaml({ exitCode: code, signal })}  ...\n`
  const body = `${tap.trimEnd()}\n${isWhole(tap) ? '' : brokenOff(tap, told)}`
  const indented = body.trimEnd().replace(/^/gm, '    ')
  return `# Subtest: ${file}\n${indented}\n${code === 0 ? 'ok' : 'not ok'} ${number} - ${file} # time=${wallMs}ms\n${told}`
}

const isWhole = (tap: string): boolean => /^1\.\.\d+/m.test(tap)

/** It was killed under way: what it had shown until then would look like a success. */
function brokenOff(tap: string, told: string): string {
  const next = (tap.match(/^(not )?ok /gm)?.length ?? 0) + 1
  return `not ok ${next} - runs to its end\n${told}1..${next}\n`
}

const yaml = (fields: Record<string, unknown>): string =>
  Object.entries(fields)
    .map(([name, value]) => `  ${name}: ${JSON.stringify(value)}\n`)
    .join('')

const MOST = 10

/** The ten that cost most CPU, as comments. */
export function dearest(rans: Ran[]): string {
  const known = rans.filter(({ cpuSeconds }) => cpuSeconds !== undefined)
  const cpu = (ran: Ran): number => ran.cpuSeconds ?? 0
  const lines = known
    .toSorted((a, b) => cpu(b) - cpu(a))
    .slice(0, MOST)
    .map((ran) => `${cpu(ran).toFixed(0)} CPU-s, ${(ran.wallMs / 1000).toFixed(0)} s: ${ran.file}`)
  const total = known.reduce((sum, ran) => sum + cpu(ran), 0)
  return [`${total.toFixed(0)} CPU-s in all; the dearest files:`, ...lines].map((line) => `# cost: ${line}\n`).join('')
}
