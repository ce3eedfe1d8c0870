// A launcher of the parts named on the command line, as a process of its own that a test can kill.

import { PARTS } from '#config/launch/parts.ts'
import { up } from '#config/launch/up.ts'
import { loadSettings } from '#config/settings.ts'

const names = process.argv.slice(2)
const asked = new AbortController()
const print = (line: string): void => void process.stdout.write(`${line}\n`)
process.on('SIGTERM', () => asked.abort())
try {
  const parts = PARTS.filter((part) => names.includes(part.name))
  const running = await up(loadSettings(), { say: print, signal: asked.signal, parts })
  print('is up')
  if (!asked.signal.aborted) await new Promise((resolve) => asked.signal.addEventListener('abort', resolve))
  await running.stop()
  print('stopped')
  process.exit(0)
} catch (cause) {
  print((cause as Error).message)
  process.exit(1)
}
