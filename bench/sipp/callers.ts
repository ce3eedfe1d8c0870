// Callers under load by sipp: a steady rate from one trunk address, sound and digits on every call, and the count at the end.
import { execFile, spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface CallersRun {
  dir: string
  /** host:port of the SIP edge */
  edge: string
  /** trunk address they call from, with a free port of it */
  address: string
  port: number
  /** first of their RTP ports: four each call, round and round */
  mediaPort: number
  number: string
  calls: number
  perSecond: number
  /** share of callers who hang up after `shortMs` */
  impatient: number
  /** share of callers who press no key, default 0 */
  silent?: number
  shortMs: number
  longMs: number
  /** sine on the line */
  hz: number
}

export interface CallersCount {
  ok: number
  failed: number
  retransmissions: number
  /** last words of sipp when something failed */
  errors: string
}

export interface Callers {
  /** so far, as sipp's statistics file says once a second */
  now(): Promise<{ started: number; up: number; failed: number }>
  result: Promise<CallersCount>
  /** when each dialled, ms since 1970, by the number it calls from */
  dialled(): Promise<Map<string, number>>
  /** ends them at once, without BYE */
  kill(): void
}

const columns = (text: string): Map<string, number> => {
  const rows = text
    .trim()
    .split('\n')
    .map((row) => row.split(';'))
  const last = rows.length > 1 ? rows.at(-1)! : []
  return new Map((rows[0] ?? []).map((name, n) => [name, Number(last[n] ?? 0)]))
}

/** Lines such as "13905 2026-11-30\t17:42:41.123456\t1796060561.123456". */
const momentsOf = (text: string): Map<string, number> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [, number, seconds] = /^(\d+) .*?(\d+\.\d+)$/.exec(line.trim()) ?? []
      return number ? [[number, Number(seconds) * 1_000] as const] : []
    }),
  )

export async function startCallers(o: CallersRun): Promise<Callers> {
  await mkdir(o.dir, { recursive: true })
  const sound = join(o.dir, 'caller.al')
  await run('sox', [
    ...['-n', '-r', '8000', '-c', '1', '-t', 'al', sound],
    ...['synth', '60', 'sine', String(o.hz), 'gain', '-9'],
  ])
  const text = await readFile(new URL('./caller.xml', import.meta.url), 'utf8')
  const scenario = join(o.dir, 'caller.xml')
  await writeFile(
    scenario,
    text
      .replaceAll('TONE_FILE', sound)
      .replaceAll('"IMPATIENT"', `"${o.impatient}"`)
      .replaceAll('"SILENT"', `"${o.silent ?? 0}"`)
      .replaceAll('"SHORT"', `"${o.shortMs}"`)
      .replaceAll('"LONG"', `"${o.longMs}"`),
  )
  const figures = join(o.dir, 'figures.csv')
  const errors = join(o.dir, 'errors.log')
  const moments = join(o.dir, 'moments.log')
  const args = ['-sf', scenario, '-s', o.number, o.edge, '-i', o.address, '-p', String(o.port)]
  args.push('-mp', String(o.mediaPort), '-r', String(o.perSecond), '-m', String(o.calls), '-l', String(o.calls))
  args.push(
    '-nostdin',
    '-trace_stat',
    '-fd',
    '1',
    '-stf',
    figures,
    '-trace_err',
    '-error_file',
    errors,
    '-trace_logs',
    '-log_file',
    moments,
  )
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'sipp', ...args], { cwd: o.dir, stdio: 'ignore' })
  const read = async (): Promise<Map<string, number>> => columns(await readFile(figures, 'utf8').catch(() => ''))
  const ended = new Promise<void>((resolve, reject) => child.once('exit', () => resolve()).once('error', reject))
  return {
    async now() {
      const count = await read()
      return {
        started: count.get('TotalCallCreated') ?? 0,
        up: count.get('CurrentCall') ?? 0,
        failed: count.get('FailedCall(C)') ?? 0,
      }
    },
    result: ended.then(async () => {
      const count = await read()
      return {
        ok: count.get('SuccessfulCall(C)') ?? 0,
        failed: count.get('FailedCall(C)') ?? 0,
        retransmissions: count.get('Retransmissions(C)') ?? 0,
        errors: (await readFile(errors, 'utf8').catch(() => '')).slice(-4_000),
      }
    }),
    dialled: async () => momentsOf(await readFile(moments, 'utf8')),
    kill: () => void child.kill('SIGKILL'),
  }
}
