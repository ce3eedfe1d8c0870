// What a newcomer gets from the one command: an address, sample accounts that work, a doctor; kill -9 and start again.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { ROOT } from '#config/launch/part.ts'
import type { SeriesInfo } from '#engine/protocol/planning.ts'
import type { RosterInfo } from '#engine/protocol/roster.ts'
import { waitFor } from '#test/kit/wait.ts'
import { allGone, ownPlace, processesOf } from './own-place.ts'

const { dataDir, env } = await ownPlace()
const url = `http://localhost:${env.TINGLAN_GATEWAY_PORT}`
const UP_WITHIN_MS = 120_000
t.setTimeout(400_000)
t.teardown(async () => {
  await allGone(dataDir, 15_000)
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function start() {
  const child = spawn('./tinglan', ['up'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.exitCode === null && child.kill('SIGKILL'))
  let text = ''
  const closed = once(child, 'close').then(([code]) => code as number | null)
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
  await waitFor(() => text.includes('Ctrl-C stops it') || child.exitCode !== null, {
    timeoutMs: UP_WITHIN_MS,
    what: 'the welcome',
  })
  if (child.exitCode !== null) throw new Error(`./tinglan up ended:\n${text}`)
  return { child, text, closed }
}

async function signIn(t: Test, account: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ account, password }),
  })
  t.equal(response.status, 200, `${account} signs in`)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

t.test('one command: everything is up, the accounts it prints work, kill -9 and again loses nothing', async (t) => {
  const first = await start()
  t.match(first.text, `Tinglan is up: ${url}`)
  const accounts = [...first.text.matchAll(/^ {4}(\S+) +(\S+) +(administrator|supervisor|planner|agent)$/gm)]
  t.equal(accounts.length, 11)
  for (const [, account = '', password = ''] of accounts) await signIn(t, account, password)
  const commands = processesOf(dataDir).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
  t.ok(commands.filter((command) => /\/built\/[0-9a-f]{16}\//.test(command)).length >= 6, 'roles run built code')
  t.same(
    commands.filter((command) => /tsx|esbuild/.test(command)),
    [],
    'without tsx beside them',
  )
  const page = await (await fetch(url)).text()
  t.match(page, '<!doctype html>', 'the pages are there')

  const cookie = await signIn(t, 'admin', 'tinglan-admin')
  const made = await fetch(`${url}/api/config/groups`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify({ name: '夜班组' }),
  })
  t.equal(made.status, 200, 'a record is made')

  const doctor = await promisify(execFile)('./tinglan', ['doctor'], { cwd: ROOT, env: { ...process.env, ...env } })
  t.match(doctor.stdout, `the centre runs (pid ${first.child.pid})`)
  t.match(doctor.stdout, 'All is well.')

  const planner = { headers: { cookie: await signIn(t, '3001', 'tinglan-3001') } }
  const published = async () => {
    const rosters = (await (await fetch(`${url}/api/plan/rosters`, planner)).json()) as RosterInfo[]
    return rosters.find((roster) => roster.state === 'published')
  }
  t.match(await waitFor(published, { timeoutMs: 150_000, what: 'the sample roster' }), { name: /模拟/, days: 14 })
  const series = (await (await fetch(`${url}/api/plan/series`, planner)).json()) as SeriesInfo[]
  t.ok(
    series.some((each) => each.kind === 'queue' && each.days === 70),
    'and the sample weeks it was planned from',
  )

  first.child.kill('SIGKILL')
  await first.closed
  await allGone(dataDir, 10_000)

  const second = await start()
  t.match(second.text, 'holds a company already')
  const groups = await fetch(`${url}/api/config/groups`, {
    headers: { cookie: await signIn(t, 'admin', 'tinglan-admin') },
  })
  t.match(await groups.text(), '夜班组', 'the record is still there')

  const at = Date.now()
  second.child.kill('SIGINT')
  t.equal(await second.closed, 0)
  t.comment(`stopped in ${Date.now() - at} ms`)
  t.same(processesOf(dataDir), [], 'no process is left')
})
