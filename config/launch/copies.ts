// `backup <file>` and `restore <file> [--replace]`: starts what keeps data unless the centre runs, then runs engine/backup.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ownProgram } from '../code/place.ts'
import type { Settings } from '../settings.ts'
import { LaunchError, ROOT } from './part.ts'
import { clickhouse } from './parts/clickhouse.ts'
import { nats } from './parts/nats.ts'
import { postgres } from './parts/postgres.ts'
import { noted } from './pid-files.ts'
import { up } from './up.ts'

const MAIN = new URL('../../engine/backup/main.ts', import.meta.url)
const KEEPERS = [nats, postgres, clickhouse]

type Say = (text: string) => void

function wanted(command: string, args: string[]): { file: string; replace: boolean } {
  const usage = `./tinglan ${command} <file>${command === 'restore' ? ' [--replace]' : ''}`
  try {
    const { values, positionals } = parseArgs({
      args,
      options: command === 'restore' ? { replace: { type: 'boolean' } } : {},
      allowPositionals: true,
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error('one file')
    return { file: resolve(file), replace: values.replace === true }
  } catch {
    throw new LaunchError(`Say it so: ${usage}`)
  }
}

/** Its words go where ours go; answers whether it did it. */
async function run(what: string, file: string): Promise<boolean> {
  const { file: program, args } = ownProgram(MAIN)
  const child = spawn(program, [...args, what, file], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

async function besideKeepers(settings: Settings, say: Say, work: () => Promise<boolean>): Promise<boolean> {
  const started = await up(settings, { say, parts: KEEPERS })
  try {
    return await work()
  } finally {
    await started.stop()
  }
}

export async function backup(settings: Settings, args: string[], say: Say): Promise<boolean> {
  const { file } = wanted('backup', args)
  if (existsSync(file)) throw new LaunchError(`${file} is there already: name another file.`)
  if (!existsSync(dirname(file))) throw new LaunchError(`There is no folder ${dirname(file)}.`)
  const work = () => run('backup', file)
  return noted(settings.dirs.run, 'launcher') ? work() : besideKeepers(settings, say, work)
}

/** What is kept here goes into a folder of its own; nothing is deleted. */
function putAside(settings: Settings, say: Say): void {
  const outside = KEEPERS.filter((part) => !part.embedded(settings)).map((part) => part.name)
  if (outside.length > 0 || settings.storage.endpoint !== undefined)
    throw new LaunchError(
      `--replace puts aside what lies in ${settings.dataDir}; ${[...outside, ...(settings.storage.endpoint ? ['storage'] : [])].join(', ')} lies elsewhere: empty it there by hand.`,
    )
  const { nats: streams, postgres: tables, clickhouse: facts, storage } = settings.dirs
  const there = [streams, tables, facts, storage].filter((folder) => existsSync(folder))
  if (there.length === 0) return
  const aside = join(settings.dataDir, `replaced-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const folder of there) renameSync(folder, join(aside, folder.slice(settings.dataDir.length + 1)))
  say(`what was here is put aside: ${aside}`)
}

export async function restore(settings: Settings, args: string[], say: Say): Promise<boolean> {
  const { file, replace } = wanted('restore', args)
  const running = noted(settings.dirs.run, 'launcher')
  if (running)
    throw new LaunchError(
      `The centre runs (pid ${running.pid}) with the data in ${settings.dataDir}: ./tinglan down, then restore again.`,
    )
  say('checking the file')
  if (!(await run('check', file))) return false
  if (replace) putAside(settings, say)
  return besideKeepers(settings, say, () => run('restore', file))
}
