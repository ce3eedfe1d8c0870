// Started by root, every part is somebody else who may do little: seen from /proc, and as a stranger on the same machine.
// The data lies where only root may enter, as in a checkout under /root.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdir, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { guardRules } from '#config/launch/control-guard.ts'
import { noted } from '#config/launch/pid-files.ts'
import { membersOf } from '#config/launch/processes.ts'
import { GROUP, idsOf } from '#config/launch/users.ts'
import { loadSettings, type Settings } from '#config/settings.ts'
import { builtLauncher } from '#test/kit/centre.ts'
import { signalFamily } from '#test/kit/family.ts'
import { waitFor } from '#test/kit/wait.ts'
import { allGone, ownPlace } from './own-place.ts'

const USERS: Record<string, string> = {
  ...{ nats: 'tinglan-nats', postgres: 'postgres', redis: 'tinglan-redis', rtpengine: 'tinglan-rtpengine' },
  ...{ kamailio: 'tinglan-kamailio', engine: 'tinglan', media: 'tinglan', analytics: 'tinglan', gateway: 'tinglan' },
  clickhouse: 'tinglan',
}

/** What a user of this machine hears from rtpengine's control port. */
function pingAs(user: string, port: number): string {
  const ask = `const s = require('dgram').createSocket('udp4')
const say = (text) => { console.log(text); process.exit() }
s.on('message', (m) => say(String(m))); s.on('error', (e) => say(e.code)); setTimeout(() => say('silence'), 3000)
s.connect(${port}, '127.0.0.1', () => s.send('7 d7:command4:pinge'))`
  const args = ['--reuid', user, '--regid', user, '--clear-groups', process.execPath, '-e', ask]
  return spawnSync('setpriv', args, { encoding: 'utf8', cwd: '/' }).stdout.trim()
}

const mayRead = (user: string, path: string): boolean => {
  const groups = user === '65534' ? ['--clear-groups'] : ['--groups', GROUP]
  return spawnSync('setpriv', ['--reuid', user, '--regid', user, ...groups, 'test', '-r', path]).status === 0
}

const uidOf = (pid: number): string =>
  /^Uid:\s+\d+\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
const limitOf = (pid: number): string =>
  /^Max core file size\s+(\S+)\s+(\S+)/m
    .exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))
    ?.slice(1)
    .join() ?? ''

/** The gateway may not end the edge, which is another user's: the launcher does it for the administrator who asks by the page. */
async function restartsWhatIsNotItsOwn(t: Test, said: () => string, { gateway, dirs }: Settings): Promise<void> {
  const base = `http://127.0.0.1:${gateway.port}/api`
  const password = /first administrator: admin \/ (\S+)/.exec(said())?.[1]
  let cookie = ''
  const post = async (path: string, body: object): Promise<number> => {
    const headers = { 'content-type': 'application/json', origin: base.slice(0, -4), cookie }
    const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer.status
  }
  t.equal(await post('/session', { account: 'admin', password }), 200, 'the first administrator signs in')
  t.equal(await post('/password', { old: password, next: 'a-ladder-behind-7-larches' }), 200)
  const log = await fetch(`${base}/machine/logs/kamailio`, { headers: { cookie } })
  t.equal(log.status, 200, 'its log is read')
  const before = noted(dirs.run, 'kamailio')?.pid
  t.equal(await post('/machine/processes/launcher/restart', {}), 404, 'the launcher itself is none of them')
  t.equal(await post('/machine/processes/kamailio/restart', {}), 200)
  await waitFor(() => said().includes('kamailio is back'), { timeoutMs: 60_000, what: 'the edge is back' })
  t.not(noted(dirs.run, 'kamailio')?.pid, before)
  t.equal(uidOf(noted(dirs.run, 'kamailio')?.pid ?? 0), String((await idsOf('tinglan-kamailio')).uid), 'as who it was')
}

t.test('what the kernel is told: the media node and root may speak to rtpengine, nobody from outside', async (t) => {
  const { rtpengine } = loadSettings({ TINGLAN_DATA_DIR: t.testdir() })
  const rules = guardRules(rtpengine, { media: 901, rtpengine: 902 })
  t.match(rules, 'ip daddr 127.0.0.1 udp dport 22222 meta skuid != { 0, 901 } reject')
  t.match(rules, 'ip daddr 127.0.0.1 udp dport 22230 meta skuid != { 0, 902 } reject')
  t.match(rules, 'iifname != "lo" ip daddr 127.0.0.1 udp dport { 22222, 22230 } drop')
  t.notMatch(rules, 'tcp', 'the other control ports are closed')
  const more = guardRules({ ...rtpengine, cli: 7 }, { media: 901, rtpengine: 902 })
  t.match(more, 'tcp dport { 7 } meta skuid != { 0 } reject', 'unless somebody names them: then root’s')
})

t.test('each part runs as its own user, its data closed to others, its control port to strangers', async (t) => {
  if (process.getuid?.() !== 0) return t.pass('skipped: root alone hands over')
  const { dataDir: outer, env } = await ownPlace()
  const dataDir = join(outer, 'of-root', 'var')
  await mkdir(dirname(dataDir), { mode: 0o700 })
  env.TINGLAN_DATA_DIR = dataDir
  env.TINGLAN_DEMO_COMPANY = 'off'
  delete env.TINGLAN_RTPENGINE_CLI
  delete env.TINGLAN_RTPENGINE_HTTP
  const settings = loadSettings(env)
  // as an earlier version left it, on another disk: root's
  await mkdir(join(outer, 'disk/recordings'), { recursive: true })
  await mkdir(dataDir, { recursive: true })
  await symlink(join(outer, 'disk'), join(dataDir, 'storage'))
  const parts = [...Object.keys(USERS), 'prepare'].join()
  const child = spawn(process.execPath, [...(await builtLauncher()), 'up', '--only', parts], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part))
  t.teardown(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await allGone(dataDir, 15_000)
    await rm(outer, { recursive: true, force: true, maxRetries: 5 })
    spawnSync('nft', ['delete', 'table', 'inet', `tinglan_${settings.rtpengine.ng}`])
  })
  await waitFor(() => said.includes('is up') || child.exitCode !== null, { timeoutMs: 180_000, what: 'up' })
  t.match(said, 'is up')
  t.notMatch(said, /run as root|is open to/)
  for (const [part, user] of Object.entries(USERS)) {
    const { uid } = await idsOf(user)
    const family = membersOf(noted(settings.dirs.run, part)?.pid ?? 0)
    t.ok(family.length > 0, `${part} runs`)
    t.same([...new Set(family.map(({ pid }) => uidOf(pid)))], [String(uid)], `${part} is ${user} with all its children`)
    for (const { pid } of family) t.equal(limitOf(pid), '0,0', `${part} writes no core file`)
  }
  const mode = (name: string): string => (statSync(join(dataDir, name)).mode & 0o7777).toString(8)
  t.same(['.', 'nats', 'storage', 'secrets.json', 'kamailio', 'rtpengine/recording'].map(mode), [
    ...['750', '700', '700', '600', '710', '2770'],
  ])
  t.same(
    [mode('cache/sounds'), statSync(join(dataDir, 'cache/sounds')).gid],
    ['2750', (await idsOf('tinglan-rtpengine')).gid],
  )
  const [sound] = readdirSync(join(dataDir, 'cache/sounds')).filter((name) => name.endsWith('.wav'))
  if (sound) t.ok(mayRead('tinglan-rtpengine', join(dataDir, 'cache/sounds', sound)), 'rtpengine reads what it plays')
  for (const name of ['disk', 'disk/recordings'])
    t.equal(statSync(join(outer, name)).uid, (await idsOf('tinglan')).uid, `who records may write in ${name}`)
  // who looks from elsewhere sees nothing even when the folders above are opened to him
  await chmod(outer, 0o755)
  await chmod(dirname(dataDir), 0o755)
  for (const user of ['65534', 'tinglan-kamailio', 'tinglan-rtpengine'])
    for (const name of ['secrets.json', 'storage/recordings', 'kamailio/edge.key', 'nats/nats.conf', 'logs/media.log'])
      t.equal(mayRead(user, join(dataDir, name)), user.endsWith(dirname(name)), `${user} and ${name}`)
  t.equal(pingAs('65534', settings.rtpengine.ng), 'ECONNREFUSED', 'a stranger is refused')
  t.equal(pingAs('tinglan-kamailio', settings.rtpengine.ng), 'ECONNREFUSED', 'so is the edge')
  t.match(pingAs('tinglan', settings.rtpengine.ng), 'pong', 'the media node is answered')
  await restartsWhatIsNotItsOwn(t, () => said, settings)
  const pid = noted(settings.dirs.run, 'kamailio')?.pid ?? 0
  await signalFamily(pid, 'SIGSTOP')
  await waitFor(() => /does not answer any more[\s\S]*kamailio is back/.test(said), {
    timeoutMs: 90_000,
    what: 'an edge again',
  })
  child.kill('SIGTERM')
  await ended
  t.notMatch(execFileSync('nft', ['list', 'tables'], { encoding: 'utf8' }), `tinglan_${settings.rtpengine.ng}`)
})
