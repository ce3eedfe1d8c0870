// One test file in a process of its own: its TAP, how it ended, what it cost. Not tap's own runner: that puts a loader into every
// Node process below a test, roles and launcher too, and knows no order but the alphabet.
import { type ChildProcess, spawn } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** a file that stands back for others takes its time; the process is ended after tap has had its say */
const TAP_SECONDS = 900
const HUNG_AFTER_MS = (TAP_SECONDS + 60) * 1000
/** what holds its output open after its end is not waited for */
const OUTPUT_MS = 5_000
const LAST = 19
const COST = pathToFileURL(join(import.meta.dirname, 'cost.mjs')).href

export interface Ran {
  file: string
  tap: string
  code: number | null
  signal: NodeJS.Signals | null
  wallMs: number
  /** undefined: it was killed before it could tell */
  cpuSeconds: number | undefined
}

export interface Running {
  ran: Promise<Ran>
  end(signal: NodeJS.Signals): void
}

/** `nice`: how far it stands back for others. What the file writes to stderr goes to ours. */
export function runFile(root: string, file: string, nice: number): Running {
  const began = Date.now()
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', COST, file], {
    cwd: root,
    env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(TAP_SECONDS) },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  if (child.pid !== undefined && nice > 0) setPriority(child.pid, Math.min(LAST, getPriority() + nice))
  const hung = setTimeout(() => child.kill('SIGKILL'), HUNG_AFTER_MS)
  const [tap, cost] = [heard(child, 1), heard(child, 3)]
  const ran = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(hung)
      const wallMs = Date.now() - began
      const tell = (): void => {
        for (const stream of child.stdio) stream?.destroy()
        const told = cost()
        resolve({ file, tap: tap(), code, signal, wallMs, cpuSeconds: told === '' ? undefined : Number(told) })
      }
      const late = setTimeout(tell, OUTPUT_MS)
      child.once('close', () => {
        clearTimeout(late)
        tell()
      })
    })
  })
  return { ran, end: (signal) => void child.kill(signal) }
}

function heard(child: ChildProcess, fd: 1 | 3): () => string {
  const parts: Buffer[] = []
  child.stdio[fd]?.on('data', (part: Buffer) => parts.push(part))
  return () => Buffer.concat(parts).toString('utf8')
}
