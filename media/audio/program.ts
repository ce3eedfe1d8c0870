// Runs a sound program (ffmpeg, lame, sox, espeak-ng) to its end, with a limit on time and on what it may say.
import { spawn } from 'node:child_process'

const LIMIT_MS = 60_000
const MOST_SAID = 4000

export class ProgramFault extends Error {
  readonly again = false
}

/** `input` goes to its stdin. Throws ProgramFault with its last words when it does not end well. */
export function runProgram(program: string, args: readonly string[], input?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], timeout: LIMIT_MS, killSignal: 'SIGKILL' })
    let said = ''
    child.stderr.on('data', (text) => {
      said = (said + String(text)).slice(-MOST_SAID)
    })
    child.on('error', (cause) => reject(new ProgramFault(`${program}: ${cause.message}`, { cause })))
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new ProgramFault(`${program} ended with ${signal ?? code}: ${said.trim()}`))
    })
    // a program that has gone already shows in its exit code
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
  })
}
