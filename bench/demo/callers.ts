// Simulated callers: sipp sends them by real SIP from the sample company's trunk address, at a rate that can be changed.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Kept, keepRunning } from './kept.ts'
import { type CallerPorts, callerPorts } from './ports.ts'

const run = promisify(execFile)

export interface CallerSettings {
  dir: string
  edgeHost: string
  edgePort: number
  /** source address of the simulated trunk */
  address: string
  /** access number dialled */
  number: string
  /** first of the demo's ports */
  firstPort: number
}

export interface Callers {
  /** calls per minute; 0 ends new calls, those up go on to their end */
  rate(perMinute: number): Promise<void>
  stop(): Promise<void>
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const TITLES = ['先生', '女士']
const PREFIXES = ['138', '139', '186', '010', '021', '020', '0755', '028']
const WORDS = '您好，我想查询一下我的订单。上周下的单，到现在还没有收到，能帮我看看吗？好的，谢谢。'
const MOST_AT_ONCE = 80

/** 200 callers with numbers and names, one per line as sipp reads them. */
export function callerList(): string {
  const lines = Array.from({ length: 200 }, (_, n) => {
    const prefix = PREFIXES[n % PREFIXES.length]!
    const number = `${prefix}${String(10_000_000 + n * 37_813).slice(0, prefix.startsWith('1') ? 8 : 11 - prefix.length)}`
    return `${number};${SURNAMES[n % SURNAMES.length]}${TITLES[n % 2]};`
  })
  return `RANDOM\n${lines.join('\n')}\n`
}

/** Speech as a raw A-law file, as sipp's rtp_stream wants it. */
export async function speechFile(dir: string): Promise<string> {
  const wav = join(dir, 'caller.wav')
  const alaw = join(dir, 'caller.al')
  await run('espeak-ng', ['-v', 'cmn', '-s', '160', '-w', wav, WORDS])
  await run('sox', [wav, '-r', '8000', '-c', '1', '-t', 'al', alaw, 'gain', '-3', 'pad', '0', '2'])
  return alaw
}

/** Calls come this part of their mean distance early or late; two that are nearer than it are a stall made up for. */
const SPREAD = 0.4

/** What a call does at a rate: one file each, a program that is ending still reads its own. */
async function scenarioAt(dir: string, voice: string, perMinute: number): Promise<string> {
  const text = await readFile(new URL('./scenarios/caller.xml', import.meta.url), 'utf8')
  const file = join(dir, `caller-${perMinute}.xml`)
  const gapMs = 60_000 / perMinute
  const filled = { VOICE: voice, LEAST_GAP_S: (gapMs * SPREAD) / 1_000, JITTER_MS: Math.round(gapMs * 2 * SPREAD) }
  const named = Object.entries(filled).reduce((all, [name, value]) => all.replaceAll(`@${name}@`, String(value)), text)
  await writeFile(file, named)
  return file
}

export async function startCallers(settings: CallerSettings, say: (text: string) => void): Promise<Callers> {
  await mkdir(settings.dir, { recursive: true })
  const voice = await speechFile(settings.dir)
  const list = join(settings.dir, 'callers.csv')
  await writeFile(list, callerList())
  const living = new Set<ChildProcess>()
  let newest: Kept | undefined
  let turn = 0

  const spawnAt = (perMinute: number, file: string): ChildProcess => {
    // ports of the one before may still be in use by its last calls
    turn += 1
    const args = sippArgs(settings, file, list, perMinute, callerPorts(settings.firstPort, turn))
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'sipp', ...args], { cwd: settings.dir, stdio: 'ignore' })
    living.add(child)
    child.once('exit', () => living.delete(child))
    return child
  }
  return {
    async rate(perMinute) {
      newest?.retire()
      newest = undefined
      if (perMinute <= 0) return
      const file = await scenarioAt(settings.dir, voice, perMinute)
      newest = keepRunning({
        start: () => spawnAt(perMinute, file),
        ended: (code, pauseMs) =>
          say(`simulated callers ended by themselves (code ${code}): started again in ${pauseMs / 1_000} s`),
        now: Date.now,
      })
    },
    async stop() {
      newest?.retire()
      newest = undefined
      for (const child of living) child.kill('SIGKILL')
    },
  }
}

function sippArgs(settings: CallerSettings, file: string, list: string, perMinute: number, ports: CallerPorts) {
  const { edgeHost, edgePort, address, number } = settings
  const load = { '-r': perMinute, '-rp': 60_000, '-l': MOST_AT_ONCE }
  const from = { '-i': address, '-p': ports.sip, '-mp': ports.rtp }
  const flags = { '-sf': file, '-inf': list, '-s': number, ...from, ...load }
  return [
    `${edgeHost}:${edgePort}`,
    ...Object.entries(flags).flatMap(([name, value]) => [name, String(value)]),
    '-nostdin',
  ]
}
