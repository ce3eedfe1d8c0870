// The launcher with real programs: nothing stray after kill -9, dead parts come back, ports and second starts are told.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { findings } from '#config/launch/doctor.ts'
import { noted } from '#config/launch/pid-files.ts'
import { membersOf, startTimeOf } from '#config/launch/processes.ts'
import { loadSettings, type Settings } from '#config/settings.ts'
import { builtLauncher } from '#test/kit/centre.ts'
import { waitFor } from '#test/kit/wait.ts'
import { allGone, ownPlace, processesOf } from './own-place.ts'

const launcher = await builtLauncher()
const PARTS = ['nats', 'postgres', 'prepare', 'rtpengine', 'kamailio']
interface Launched {
  child: ChildProcess
  printed(): string
  says(text: string): Promise<void>
  ended(): Promise<number | null>
}

interface Place {
  settings: Settings
  env: Record<string, string>
  launch(...parts: string[]): Launched
  /** every process that belongs to this data folder, whoever its parent is now */
  ours(): number[]
}

async function place(t: Test): Promise<Place> {
  const { dataDir, env } = await ownPlace()
  const settings = loadSettings(env)
  const children: ChildProcess[] = []
  t.teardown(async () => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
    await allGone(dataDir, 15_000)
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    settings,
    env,
    launch(...parts) {
      const child = spawn(process.execPath, [...launcher, 'up', '--only', parts.join()], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.push(child)
      let text = ''
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += part))
      const ended = once(child, 'close').then(([code]) => code as number | null)
      const says = async (wanted: string): Promise<void> => {
        await waitFor(() => text.includes(wanted) || child.exitCode !== null, {
          timeoutMs: 120_000,
          what: `"${wanted}"`,
        })
        if (!text.includes(wanted)) throw new Error(`the launcher ended without "${wanted}":\n${text}`)
      }
      return { child, printed: () => text, says, ended: () => ended }
    },
    ours: () => processesOf(dataDir),
  }
}

t.test('Ctrl-C stops all parts in order and leaves no process and no pid file', async (t) => {
  const { settings, launch, ours } = await place(t)
  const launcher = launch(...PARTS)
  await launcher.says('is up')
  t.ok(ours().length > PARTS.length, 'the parts and what they started carry the mark')
  const at = Date.now()
  launcher.child.kill('SIGTERM')
  t.equal(await launcher.ended(), 0)
  t.comment(`took ${Date.now() - at} ms`)
  t.same(ours(), [])
  t.notMatch(launcher.printed(), 'does not stop by itself')
  t.same(readdirSync(settings.dirs.run), [])
})

t.test('kill -9 of the launcher takes every part along, and the next start works on the same data', async (t) => {
  const { settings, launch } = await place(t)
  const first = launch(...PARTS)
  await first.says('is up')
  const secrets = settings.secrets.natsToken
  first.child.kill('SIGKILL')
  await allGone(settings.dataDir, 10_000)
  const second = launch(...PARTS)
  await second.says('is up')
  t.notMatch(second.printed(), 'making the database', 'the database is still there')
  t.equal(loadSettings({ TINGLAN_DATA_DIR: settings.dataDir }).secrets.natsToken, secrets)
})

t.test('a leftover of an earlier run is ended before the start, a stranger with its pid is not', async (t) => {
  const { settings, launch } = await place(t)
  const first = launch('nats')
  await first.says('is up')
  const pid = noted(settings.dirs.run, 'nats')?.pid ?? 0
  // as after a power cut: pid files there, this pid now somebody else's
  const stranger = spawn('sleep', ['300'], { detached: true })
  t.teardown(() => stranger.kill('SIGKILL'))
  await writeFile(
    join(settings.dirs.run, 'kamailio.pid'),
    JSON.stringify({ pid: stranger.pid, startTime: '1', at: Date.now() }),
  )
  // the launcher is gone and nats-server has missed it
  process.kill(pid, 'SIGSTOP')
  first.child.kill('SIGKILL')
  await first.ended()
  t.ok(startTimeOf(pid), 'nats-server is left over')
  const second = launch('nats')
  await second.says('is up')
  t.match(second.printed(), 'ended what an earlier run left behind: nats\n')
  t.ok(startTimeOf(stranger.pid ?? 0), 'the stranger lives')
})

t.test('a part that dies is said aloud and comes back, its orphaned children do not keep its ports', async (t) => {
  const { settings, launch } = await place(t)
  const launcher = launch('nats', 'postgres', 'prepare', 'kamailio')
  await launcher.says('is up')
  for (const name of ['nats', 'postgres', 'kamailio']) {
    const pid = noted(settings.dirs.run, name)?.pid ?? 0
    const children = membersOf(pid).map((each) => each.pid)
    process.kill(pid, 'SIGKILL')
    await launcher.says(`${name} ended (SIGKILL); starting it again`)
    await launcher.says(`${name} is back`)
    t.same(
      children.filter((each) => startTimeOf(each) !== undefined),
      [],
      `nothing of the old ${name} is left`,
    )
  }
})

t.test('a taken port is named with its holder before anything is started', async (t) => {
  const { settings, launch, ours } = await place(t)
  const holder = createServer().listen(settings.nats.port, '127.0.0.1')
  t.teardown(() => holder.close())
  const launcher = launch(...PARTS)
  t.equal(await launcher.ended(), 1)
  t.match(
    launcher.printed(),
    new RegExp(`nats: tcp 127.0.0.1:${settings.nats.port} is held by .*\\(pid ${process.pid}\\)`),
  )
  t.match(launcher.printed(), 'choose other ports')
  t.same(ours(), [])
})

t.test('a second start on the same data says where the first one is', async (t) => {
  const { settings, launch } = await place(t)
  const first = launch('nats')
  await first.says('is up')
  const second = launch('nats')
  t.equal(await second.ended(), 1)
  t.match(second.printed(), `It runs already (pid ${first.child.pid})`)
  t.match(second.printed(), `http://localhost:${settings.gateway.port}`)
})

t.test('doctor tells version, pid and port of what runs, and what to do about the rest', async (t) => {
  const { settings, launch } = await place(t)
  const launcher = launch('nats')
  await launcher.says('is up')
  const found = await findings(settings)
  const row = (part: string) => found.find((each) => each.part === part)
  t.match(row('nats'), {
    installed: /v2\./,
    running: /^pid \d+ since 20/,
    ports: `tcp ${settings.nats.port}`,
    advice: '',
  })
  t.match(row('kamailio'), { installed: /5\.\d/, running: 'no', advice: /it should run and does not/ })
})

t.test('a database outside that does not answer is named, by up and by doctor', async (t) => {
  const { settings, env, launch } = await place(t)
  const nobody = settings.postgres.port
  env.TINGLAN_POSTGRES_URL = `postgres://somebody:secret@127.0.0.1:${nobody}/tinglan`
  const launcher = launch('nats', 'postgres')
  t.equal(await launcher.ended(), 1)
  t.match(launcher.printed(), `postgres does not answer at 127.0.0.1:${nobody}, where the setting postgres.url says`)
  t.notMatch(launcher.printed(), 'secret')
  const row = (await findings(loadSettings(env))).find((each) => each.part === 'postgres')
  t.match(row, { running: 'outside', advice: /nobody answers at 127\.0\.0\.1/ })
})
