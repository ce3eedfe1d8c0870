// Every plain *.test.ts of the tree in one process: a file of its own costs tap 1.5 CPU seconds, a group of hundreds 3.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { kindOf } from './kinds.ts'

const HERE = import.meta.dirname
const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter((file) => kindOf(file) === 'unit')
  .sort()

for (const file of files) {
  try {
    await import(pathToFileURL(join(HERE, file)).href)
  } catch (cause) {
    t.fail(`test/${file} can be loaded`, {
      output: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    })
  }
}
