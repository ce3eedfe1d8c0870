// Whom root hands the parts over to: users without a shell, made once. Programs of others, which read what strangers send
// (Kamailio, rtpengine), and stores have each a user of its own, so that one that is broken into reads no recording, no
// secret but its own; our roles share recordings and secrets, so they share a user. Started by an ordinary user, all is his.
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Folder, type PartUser, ROOT } from './part.ts'
import { asUser } from './processes.ts'

const run = promisify(execFile)

/** who is in it may pass through the data folder, no more */
export const GROUP = 'tinglan'

const USERS: readonly PartUser[] = ['tinglan', 'tinglan-nats', 'tinglan-redis', 'tinglan-rtpengine', 'tinglan-kamailio']

/** Beside its own group. Our roles make recordings of what rtpengine taps, and show the edge's certificate. */
export const groupsOf = (user: PartUser): string[] =>
  user === 'tinglan' ? ['tinglan-rtpengine', 'tinglan-kamailio'] : [GROUP]

export const isRoot = (): boolean => process.getuid?.() === 0

export interface Ids {
  uid: number
  gid: number
}

const known = new Map<string, Ids>()

/** Ids of a system user, who is made when there is none. */
export async function idsOf(user: string): Promise<Ids> {
  const found = known.get(user)
  if (found) return found
  const nowhere = ['--home-dir', '/nonexistent', '--no-create-home', '--shell', '/usr/sbin/nologin']
  const { stdout } = await run('getent', ['passwd', user]).catch(async () => {
    // another start may have been first
    await run('useradd', ['--system', '--user-group', ...nowhere, user]).catch(() => undefined)
    return run('getent', ['passwd', user])
  })
  const [, , uid, gid] = stdout.split(':')
  const ids = { uid: Number(uid), gid: Number(gid) }
  known.set(user, ids)
  return ids
}

const may = (user: PartUser, how: '-r' | '-x', path: string): Promise<boolean> =>
  run('setpriv', [...asUser(user, groupsOf(user)), 'test', how, path], { cwd: '/' }).then(
    () => true,
    () => false,
  )

/** Folders on the way that only their owner may pass, as /root is, let the group pass through: not look, not write. */
async function openWay(path: string): Promise<void> {
  for (let folder = dirname(path); folder !== '/'; folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0) await run('setfacl', ['-m', `g:${GROUP}:--x`, folder])
}

/**
 * Whether root can hand over: users made, code and data within their reach. '' or the reason why not, for then the parts
 * run as root, which is said aloud and on the checklist.
 */
export async function handsOver(dataDir: string): Promise<string> {
  for (const user of USERS) {
    const made = await idsOf(user).catch(() => undefined)
    if (!made) return `the user ${user} could not be made`
  }
  const code = [process.execPath, join(ROOT, 'package.json'), process.argv[1] ?? ROOT]
  for (const path of [...code, join(dataDir, 'x')]) await openWay(path).catch(() => undefined)
  for (const path of code) if (!(await may('tinglan', '-r', path))) return `the user tinglan may not read ${path}`
  await closeDataFolder(dataDir)
  return (await may('tinglan-nats', '-x', dataDir)) ? '' : `the user tinglan-nats may not enter ${dataDir}`
}

/** root's, so that nobody puts something else in the place of a part's folder; the group passes through. */
async function closeDataFolder(dataDir: string): Promise<void> {
  const { gid } = await idsOf(GROUP)
  chownSync(dataDir, 0, gid)
  chmodSync(dataDir, 0o750)
}

/** What our roles keep in the data folder. */
const SHARED = ['storage', 'cache', 'media', 'demo', 'clickhouse']
const FILES = ['secrets.json', 'settings.json']

export async function handOverShared(dataDir: string): Promise<void> {
  for (const name of SHARED) await handOver({ path: join(dataDir, name), mode: 0o700 }, 'tinglan')
  await shareSounds(join(dataDir, 'cache'))
  const { uid, gid } = await idsOf('tinglan')
  for (const name of FILES) {
    const path = join(dataDir, name)
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) lchownSync(path, uid, gid)
  }
}

/**
 * Folders that root writes, for our roles to look at: the system page shows what runs and its logs. By an access list, as
 * the group of the folder would let all parts in, and a folder of the role's own could lead root's writing elsewhere.
 */
export async function letLook(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o700)
    await run('setfacl', ['-R', '-m', 'u:tinglan:rX', folder])
    await run('setfacl', ['-m', 'd:u:tinglan:r,d:g::-,d:o::-', folder])
  }
}

/** What callers are to hear is made by the media node and read by rtpengine. */
async function shareSounds(cache: string): Promise<void> {
  const { uid } = await idsOf('tinglan')
  const { gid } = await idsOf('tinglan-rtpengine')
  const sounds = join(cache, 'sounds')
  mkdirSync(sounds, { recursive: true })
  if (statSync(sounds).gid !== gid) {
    await run('chown', ['-R', '--no-dereference', `${uid}:${gid}`, sounds])
    await run('chmod', ['-R', 'g+r', sounds])
  }
  chmodSync(sounds, 0o2750)
  lchownSync(cache, uid, gid)
  chmodSync(cache, 0o710)
}

/**
 * A folder becomes the user's with all that is in it; of one that is already, only what root has put into it since. It may be
 * a link to another disk, for only root can put one in its place.
 */
export async function handOver({ path: named, mode }: Folder, user: PartUser): Promise<void> {
  mkdirSync(named, { recursive: true })
  const path = realpathSync(named)
  const { uid, gid } = await idsOf(user)
  if (statSync(path).uid !== uid) await run('chown', ['-R', '--no-dereference', `${uid}:${gid}`, path])
  chmodSync(path, mode)
  for (const name of readdirSync(path))
    if (lstatSync(join(path, name)).uid === 0)
      await run('chown', ['-R', '--no-dereference', `${uid}:${gid}`, join(path, name)])
}
