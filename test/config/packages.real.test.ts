// The list of Debian packages is true: each one exists and is installed, and every program and Kamailio module that we
// start comes from one of them. A package forgotten here is a start that fails on every machine but ours.
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ROOT } from '#config/launch/part.ts'
import { PARTS } from '#config/launch/parts.ts'
import { loadSettings } from '#config/settings.ts'

const lines = readFileSync(join(ROOT, 'config/packages.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/))
const listed = (...when: string[]): string[] =>
  lines.flatMap(([at = '', name = '']) => (when.includes(at) ? [name] : []))

/** The package a file came with; links such as /bin/ss are followed by trying both names of merged /usr. */
function packageOf(file: string): string {
  for (const name of [file, file.replace(/^\/usr/, ''), `/usr${file}`])
    try {
      return execFileSync('dpkg', ['-S', name], { encoding: 'utf8', stdio: 'pipe' }).split(':')[0] ?? ''
    } catch {
      // not under this name
    }
  return ''
}

const which = (program: string): string => execFileSync('which', [program], { encoding: 'utf8' }).trim()

t.test('every line says when, what and why', async (t) => {
  for (const [when = '', name = '', ...why] of lines) {
    t.ok(['run', 'test'].includes(when), `${name}: run or test`)
    t.ok(why.length > 0, `${name} says why`)
  }
})

t.test('the modules that Kamailio loads come from packages of the list', async (t) => {
  const folder = join(ROOT, 'config/kamailio')
  const texts = readdirSync(folder).flatMap((name) =>
    name.endsWith('.cfg') ? [readFileSync(join(folder, name), 'utf8')] : [],
  )
  const modules = [...texts.join('\n').matchAll(/^loadmodule "(.+)\.so"/gm)].map((found) => found[1] ?? '')
  t.ok(modules.length > 20)
  const from = new Map<string, string>()
  const [home = ''] = execFileSync('dpkg', ['-L', 'kamailio'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('/tm.so'))
  for (const module of modules) from.set(module, packageOf(home.replace('/tm.so', `/${module}.so`)))
  for (const [module, name] of from) t.ok(listed('run').includes(name), `${module} is in ${name || 'no package'}`)
  const needed = new Set(from.values())
  for (const name of listed('run').filter((each) => each.startsWith('kamailio')))
    t.ok(needed.has(name), `${name} is needed by a module that is loaded`)
})

t.test('the programs that parts, prompts, demo and tests start come from packages of the list', async (t) => {
  const settings = loadSettings({ TINGLAN_DATA_DIR: t.testdir() })
  const ours = PARTS.flatMap((part) => part.version(settings)?.[0] ?? []).filter((file) => !file.startsWith('/'))
  const run = [...ours, 'setpriv', 'ss', 'openssl', 'espeak-ng', 'ffmpeg', 'lame', 'sox', 'sipp', 'baresip']
  for (const program of new Set(run)) t.ok(listed('run').includes(packageOf(which(program))), program)
  for (const program of ['chromium', 'tcpdump']) t.ok(listed('test').includes(packageOf(which(program))), program)
})

/** What `up` says on a machine where dpkg knows only these packages and apt can reach nobody. */
function upWith(t: Test, installed: string[]) {
  const bin = t.testdir()
  const program = (name: string, text: string): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  const known = installed.map((name) => `${name}) echo installed 2.9.10-1 ;;`).join(' ')
  program('dpkg-query', `for last; do :; done; case "$last" in ${known} *) exit 1 ;; esac`)
  program('apt-cache', 'echo " nats-server | 2.9.10-1 | old"; echo " nats-server | 2.10.27-1 | new"')
  program('apt-get', 'echo E: nobody answers; exit 100')
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, TINGLAN_DATA_DIR: join(bin, 'var') }
  return spawnSync('./tinglan', ['up'], { cwd: ROOT, env, encoding: 'utf8' })
}

t.test('up names every package of a bare machine, and takes the nats-server of 2.10 that apt knows', async (t) => {
  const { stdout, stderr, status } = upWith(t, [])
  t.equal(status, 1)
  const all = listed('run').map((name) => (name === 'nats-server' ? 'nats-server=2.10.27-1' : name))
  t.match(stdout, `installing ${all.length} Debian packages (some minutes): ${all.join(' ')}`)
  t.match(stderr, /E: nobody answers[\s\S]*apt-get could not install the packages/)
})

t.test('a nats-server of 2.9 is exchanged where apt knows 2.10', async (t) => {
  t.match(upWith(t, listed('run')).stdout, 'installing 1 Debian packages (some minutes): nats-server=2.10.27-1')
})
