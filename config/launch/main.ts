// The launcher's commands behind ./tinglan: up, down, doctor.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { kioskPath, SAMPLE_KIOSK } from '../kiosk.ts'
import { countHere } from '../roles.ts'
import { loadSettings, type Settings } from '../settings.ts'
import { SettingsError } from '../settings-sources.ts'
import { backup, restore } from './copies.ts'
import { doctor } from './doctor.ts'
import { type Flags, flagsOf } from './flags.ts'
import { LaunchError, ROOT } from './part.ts'
import { PARTS, partsHere } from './parts.ts'
import { noted } from './pid-files.ts'
import { until } from './probe.ts'
import { address, up } from './up.ts'

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const fail = (sentence: string): never => {
  process.stderr.write(`\n${sentence}\n`)
  process.exit(1)
}

interface Account {
  account: string
  password: string
  role: string
}

function welcome(settings: Settings): void {
  if (countHere(settings.roles, 'gateway') === 0) {
    print(`\n  This machine has joined the centre with: ${Object.keys(settings.roles ?? {}).join(', ')}`)
    print('  Ctrl-C takes it out again. ./tinglan doctor tells how it is.\n')
    return
  }
  const base = address(settings)
  print(`\n  听澜 Tinglan is up: ${base}\n  Call it from your browser: ${base}/call-us`)
  if (settings.demo.company) {
    const accounts = JSON.parse(readFileSync(`${ROOT}config/sample-company/accounts.json`, 'utf8')) as Account[]
    print(`  Wallboard for a room screen: ${base}${kioskPath(settings.secrets.kiosk, SAMPLE_KIOSK)}`)
    print('\n  Sample accounts (account / password):')
    for (const each of accounts) print(`    ${each.account.padEnd(8)} ${each.password.padEnd(14)} ${each.role}`)
  }
  print('\n  Ctrl-C stops it. ./tinglan doctor tells how it is.\n')
}

async function runUp(settings: Settings, flags: Flags): Promise<void> {
  const parts = flags.only(PARTS)
  const asked = new AbortController()
  const onSignal = (): void => {
    if (asked.signal.aborted) return
    print('stopping …')
    asked.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  // the terminal may be gone before we are
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  const running = await up(settings, { say: print, signal: asked.signal, parts: parts ?? partsHere(settings) })
  if (!asked.signal.aborted) {
    if (parts === undefined) welcome(settings)
    else print('is up')
    await once(asked.signal, 'abort')
  }
  await running.stop()
  print('stopped')
  process.exit(0)
}

async function runDown(settings: Settings): Promise<void> {
  const launcher = noted(settings.dirs.run, 'launcher')
  if (!launcher) {
    print('It does not run.')
    return
  }
  process.kill(launcher.pid, 'SIGTERM')
  const ended = await until(
    async () => noted(settings.dirs.run, 'launcher') === undefined,
    60_000,
    () => true,
  )
  if (!ended)
    fail(`It does not stop: look at ${settings.dirs.logs}, or kill -9 ${launcher.pid}; the next start cleans up.`)
  print('stopped')
}

try {
  const [command, ...args] = process.argv.slice(2)
  const copies = command === 'backup' || command === 'restore'
  const flags = flagsOf(copies ? [] : args)
  // the parts are started with this environment
  Object.assign(process.env, flags.settings)
  const settings = loadSettings()
  if (copies) process.exit((await { backup, restore }[command](settings, args, print)) ? 0 : 1)
  if (command === 'up') await runUp(settings, flags)
  else if (command === 'down') await runDown(settings)
  else if (command === 'doctor') process.exit(await doctor(settings, print))
  else fail(`There is no command "${command ?? ''}". Try ./tinglan help`)
} catch (cause) {
  if (cause instanceof LaunchError || cause instanceof SettingsError) fail(cause.message)
  throw cause
}
