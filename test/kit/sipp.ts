// Runs sipp with one of the scenarios beside this file (they respect Record-Route) and counts what came of it.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SippRun {
  /** File in test/kit/sipp without .xml: caller, caller-rtp, callee, refuse, register. */
  scenario: string
  /** `127.0.0.1:5060`; not for callees. */
  target?: string
  transport?: 'udp' | 'tcp'
  /** Own address; a test's trunk has one of its own in 127.0.0.0/8. */
  host?: string
  port?: number
  /** Number to dial. */
  service?: string
  calls?: number
  perSecond?: number
  /** How long a call is up. */
  talkMs?: number
  timeoutMs?: number
  mediaPort?: number
  /** caller-rtp: raw A-law (8 kHz) sent again and again. */
  toneFile?: string
  /** -key name value */
  keys?: Record<string, string>
  auth?: { user: string; password: string }
}

export interface SippResult {
  ok: number
  failed: number
  /** sipp's exit code: 0 all calls good, 1 some failed, 99 ended without calls, 255 fatal. */
  code: number | null
  errors: string
}

export interface SippProcess {
  result: Promise<SippResult>
  stop(): Promise<SippResult>
}

export async function runSipp(run: SippRun): Promise<SippResult> {
  return (await startSipp(run)).result
}

export async function startSipp(run: SippRun): Promise<SippProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-sipp-'))
  const scenario = join(folder, 'scenario.xml')
  const text = await readFile(new URL(`sipp/${run.scenario}.xml`, import.meta.url), 'utf8')
  // sipp expands no keyword in the name of a file that it streams
  await writeFile(scenario, text.replaceAll('TONE_FILE', run.toneFile ?? ''))
  const child = spawn('sipp', sippArgs(run, folder, scenario), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => (said = (said + text).slice(-20_000)))
  child.stdout.on('data', () => {})
  const result = new Promise<number | null>((done, fail) => child.once('exit', done).once('error', fail)).then((code) =>
    resultOf(folder, code, said),
  )
  return {
    result,
    stop: async () => {
      // SIGUSR1 lets sipp finish its calls and write its statistics
      child.kill('SIGUSR1')
      const late = setTimeout(() => child.kill('SIGKILL'), 8_000)
      const counted = await result
      clearTimeout(late)
      return counted
    },
  }
}

function sippArgs(run: SippRun, folder: string, scenario: string): string[] {
  const args = ['-sf', scenario, '-i', run.host ?? '127.0.0.1', '-nostdin', '-t', run.transport === 'tcp' ? 't1' : 'u1']
  if (run.port) args.push('-p', String(run.port))
  if (run.service) args.push('-s', run.service)
  if (run.calls) args.push('-m', String(run.calls))
  if (run.perSecond) args.push('-r', String(run.perSecond))
  if (run.talkMs !== undefined) args.push('-d', String(run.talkMs))
  if (run.mediaPort) args.push('-mp', String(run.mediaPort))
  if (run.auth) args.push('-au', run.auth.user, '-ap', run.auth.password)
  for (const [key, value] of Object.entries(run.keys ?? {})) args.push('-key', key, value)
  args.push('-timeout', `${Math.ceil((run.timeoutMs ?? 60_000) / 1000)}s`, '-recv_timeout', '15000')
  args.push('-trace_stat', '-stf', join(folder, 'stat.csv'), '-trace_err', '-error_file', join(folder, 'errors.log'))
  if (run.target) args.push(run.target)
  return args
}

async function resultOf(folder: string, code: number | null, said: string): Promise<SippResult> {
  const text = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  const rows = (await text('stat.csv'))
    .trim()
    .split('\n')
    .map((row) => row.split(';'))
  const [names = []] = rows
  const last = rows.at(-1) ?? []
  const count = (name: string) => (rows.length > 1 ? Number(last[names.indexOf(name)] ?? 0) : 0)
  const errors = `${said}${await text('errors.log')}`.trim()
  const counted = { ok: count('SuccessfulCall(C)'), failed: count('FailedCall(C)'), code, errors }
  await rm(folder, { recursive: true, force: true })
  return counted
}
