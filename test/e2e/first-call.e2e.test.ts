// The product's main job on real input: a caller's SIP phone, the IVR, the queue, an agent's browser, hold, transfer,
// hang-up, the recording, the call log, the report and the wallboard.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { type Baresip, startBaresip } from '#bench/kit/baresip.ts'
import type { Page as ApiPage, CallRow } from '#engine/protocol/api.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { rms, strengthOf } from '../kit/audio.ts'
import { hears, startBrowser } from '../kit/browser.ts'
import { startCentre } from '../kit/centre.ts'
import { freePort } from '../kit/nats.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'
import { readWav } from '../kit/wav.ts'

/** `npx tap … --test-arg=--record` writes this run there, as the recorded call of test/engine/ledger/recorded-calls.test.ts */
const FIXTURE = new URL('../fixtures/calls/first-call.json', import.meta.url)
const CALLER_HZ = 1000
const AGENT_HZ = 700
const SECOND_HZ = 1500
/** the three in one look, as a person sees them; a string, because it runs in the page */
const CLOCKS = `['timer', 'card-timer', 'status-timer'].map((id) =>
  document.querySelector('[data-testid=' + id + ']').textContent.trim())`

t.test('a call from dial to report', { timeout: 400_000 }, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'tinglan-first-call-'))
  const tone = (hz: number): string => {
    const file = join(dir, `${hz}.wav`)
    const sound = '-n -b 16 -r 8000 -c 1'.split(' ')
    execFileSync('sox', [...sound, file, 'synth', '120', 'sine', String(hz), 'gain', '-9'])
    return file
  }
  const centre = await startCentre()
  const browser = await startBrowser(AGENT_HZ)
  const phones: Baresip[] = []
  t.teardown(async () => {
    await browser.close()
    for (const phone of phones) await phone.stop()
    await centre.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  const phone = async (
    name: string,
    address: string,
    hz: number,
    account?: { user: string; password: string },
  ): Promise<Baresip> => {
    const made = await startBaresip({
      dir: join(dir, name),
      edge: centre.edge,
      address,
      sipPort: await freePort(),
      controlPort: await freePort(),
      rtpPort: 18_000 + phones.length * 40,
      accounts: account ? [account] : [],
      voice: tone(hz),
      answer: account ? 'auto' : 'manual',
      record: true,
    })
    phones.push(made)
    return made
  }
  const supervisor = await centre.api('2001', 'tinglan-2001')
  await supervisor.watch()
  const second = await centre.api('1002', 'tinglan-1002')
  await phone('second', '127.0.0.1', SECOND_HZ, { user: '8002', password: 'phone-8002' })
  await second.call('POST', '/desk/sign-in', { phone: { type: 'extension', user: '8002' } })

  const page = await browser.page()
  const mode = (wanted: string): Promise<void> =>
    page.getByTestId('mode').filter({ hasText: wanted }).waitFor({ timeout: 60_000 })
  await page.goto(centre.url)
  await page.fill('input[name=account]', '1001')
  await page.fill('input[name=password]', 'tinglan-1001')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('link', { name: '坐席工作台' }).first().click()
  await page.getByTestId('phone-bar').getByRole('button', { name: '签入' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '签入' }).click()
  await mode('小休')
  await page.getByTestId('phone-bar').getByRole('button', { name: '就绪' }).click()
  await mode('就绪')

  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => trunk.stop())
  const caller = await trunk.call('95588', { hz: CALLER_HZ, from: '13912345678' })
  t.teardown(() => {
    caller.audio.close()
    supervisor.close()
  })
  const began = Date.now()
  /** places in what the caller heard, in samples */
  const heardAt = new Map<string, number>()
  const mark = (what: string): void => void heardAt.set(what, caller.audio.heard.length)
  /** the caller has heard so much more, whatever it was */
  const hearsOn = (seconds: number): Promise<unknown> => {
    const until = caller.audio.heard.length + seconds * 8_000
    return waitFor(() => caller.audio.heard.length >= until, { what: `${seconds} s more are heard` })
  }
  /** what the caller heard in the last tenth of a second is this agent's voice, or is not */
  const strengthNow = (hz: number): number => strengthOf(hz, caller.audio.heard.slice(-1_600))
  const agentHears = (): Promise<boolean> => hears(page).then(({ hz }) => Math.abs(hz - CALLER_HZ) < 30)
  const clocks = (): Promise<string[]> => page.evaluate(CLOCKS) as Promise<string[]>

  await t.test('the caller hears the menu, presses 1 and the wallboard shows the offer', async (t) => {
    await waitFor(() => caller.audio.heard.length > 16_000, { what: 'two seconds of the menu' })
    t.ok(rms(caller.audio.heard.slice(8_000)) > 200, 'the menu is heard')
    caller.audio.press('1')
    await waitFor(() => supervisor.agent('1001')?.mode === 'ringing', { what: 'agent 1001 rings' })
    t.equal(supervisor.queue('查询')?.today.offered, 1)
  })

  await t.test('the browser rings with the caller card, the agent answers, both hear each other', async (t) => {
    await page.getByTestId('caller-number').first().waitFor({ timeout: 60_000 })
    await page.keyboard.press('F2')
    await mode('通话')
    for (const name of ['保持', '拨号盘', '转接']) {
      t.ok(await page.getByTestId('phone-bar').getByRole('button', { name }).isEnabled(), `${name} at once`)
    }
    const shown = await clocks()
    t.equal(new Set(shown).size, 1, `card, bar and status bar show one clock: ${shown.join(' ')}`)
    await waitFor(agentHears, { what: 'the agent hears the caller' })
    const heard = await hears(page)
    t.ok(heard.level > -60, `the agent hears ${CALLER_HZ} Hz at ${heard.level} dB`)
    await waitFor(() => strengthNow(AGENT_HZ) > 1_000, { what: 'the caller hears the agent' })
    mark('talk')
    await hearsOn(2.5)
    mark('talk-end')
  })

  await t.test('hold gives the caller music and the agent silence, resume gives both back', async (t) => {
    await page.keyboard.press('F8')
    await waitFor(() => supervisor.agent('1001')?.call?.held, { what: 'the call is held' })
    await waitFor(() => strengthNow(AGENT_HZ) < 100, { what: 'the caller does not hear the agent' })
    mark('hold')
    const silent = async (): Promise<boolean> => !(await agentHears()) || (await hears(page)).level < -80
    await waitFor(silent, { what: 'the agent does not hear the caller' })
    await hearsOn(1.5)
    t.ok(await silent(), 'still not')
    mark('hold-end')
    await page.keyboard.press('F8')
    await waitFor(() => supervisor.agent('1001')?.call?.held === false, { what: 'the call is resumed' })
    await waitFor(agentHears, { what: 'the agent hears the caller again' })
    await waitFor(() => strengthNow(AGENT_HZ) > 1_000, { what: 'the caller hears the agent again' })
    mark('resumed')
    await hearsOn(1.5)
    mark('resumed-end')
  })

  await t.test('a reload in mid-call gives the agent the call back', async (t) => {
    await page.reload()
    await mode('通话')
    await waitFor(agentHears, { what: 'the agent hears the caller after the reload' })
    t.equal(supervisor.agent('1001')?.mode, 'talking')
  })

  await t.test('a blind transfer takes the caller to the second agent and frees the first', async (t) => {
    await second.call('POST', '/desk/ready', {})
    await waitFor(() => supervisor.agent('1002')?.mode === 'ready', { what: 'agent 1002 is ready' })
    await page.getByTestId('phone-bar').getByRole('button', { name: '转接' }).click()
    const row = page.getByRole('dialog').getByRole('listitem').filter({ hasText: '1002' })
    await row.getByRole('button', { name: '转接' }).click()
    await waitFor(() => supervisor.agent('1002')?.mode === 'talking', { what: 'agent 1002 talks' })
    await waitFor(() => supervisor.agent('1001')?.mode !== 'talking', { what: 'agent 1001 is free' })
    await waitFor(() => strengthNow(SECOND_HZ) > 1_000, { what: 'the caller hears the second agent' })
    mark('transferred')
    await hearsOn(2.5)
    mark('transferred-end')
    t.match(supervisor.agent('1001')?.mode, /wrap-up|ready/)
  })

  caller.dialog.bye()
  const lastedS = (Date.now() - began) / 1000

  await t.test('the caller heard the agents and the music where they belong', async (t) => {
    const strength = (hz: number, from: string, to: string): number =>
      strengthOf(hz, caller.audio.heard.slice(heardAt.get(from), heardAt.get(to)))
    t.ok(strength(AGENT_HZ, 'talk', 'talk-end') > 1_000, 'the agent while talking')
    t.ok(strength(AGENT_HZ, 'hold', 'hold-end') < 100, 'no agent on hold')
    t.ok(strength(AGENT_HZ, 'resumed', 'resumed-end') > 1_000, 'the agent after resume')
    t.ok(strength(SECOND_HZ, 'transferred', 'transferred-end') > 1_000, 'the second agent after the transfer')
    t.ok(strength(AGENT_HZ, 'transferred', 'transferred-end') < 100, 'the first agent no longer')
  })

  await t.test('the call log has one row with a recording of both voices', async (t) => {
    const found = await waitFor(
      async () => (await supervisor.call<ApiPage<CallRow>>('GET', '/calls')).rows.find((row) => row.recording),
      { timeoutMs: 30_000, what: 'the call row with its recording' },
    )
    t.match(found, { direction: 'in', outcome: 'answered', hungUpBy: 'caller', to: '95588' })
    t.same([...found.agentIds].sort(), ['agent-1001', 'agent-1002'])
    t.ok(
      Math.abs((found.endedAt - found.arrivedAt) / 1000 - lastedS) < 2.5,
      'it lasted as long as the caller was there',
    )
    const response = await supervisor.request('GET', `/calls/${found.callId}/recording?format=wav`)
    t.equal(response.status, 200)
    const file = join(dir, 'recording.wav')
    writeFileSync(file, Buffer.from(await response.arrayBuffer()))
    const { samples, rate } = readWav(file)
    const seconds = samples[0]!.length / rate
    t.ok(Math.abs(seconds - (found.endedAt - found.talkStartedAt!) / 1000) < 1, `length ${seconds} s`)
    const middle = (channel: Int16Array): Int16Array => channel.subarray(rate, rate * 3)
    t.ok(strengthOf(CALLER_HZ, middle(samples[0]!), rate) > 1_000, 'left is the customer')
    t.ok(strengthOf(AGENT_HZ, middle(samples[1]!), rate) > 500, 'right is what the customer hears')
    t.equal((await supervisor.request('GET', `/calls/${found.callId}/recording?format=mp3`)).status, 200)
    t.equal((await supervisor.call<ApiPage<CallRow>>('GET', '/calls')).total, 1)
  })

  await t.test('report and wallboard say the same', async (t) => {
    const from = began - 3_600_000
    const row = await waitFor(
      async () => {
        const report = await supervisor.call<ReportResult>(
          'GET',
          `/reports/queue-interval?from=${from}&to=${from + 7_200_000}&step=1440`,
        )
        return report.rows.find((each) => Number(each.answered) > 0)
      },
      { timeoutMs: 30_000, what: 'the report row' },
    )
    const today = supervisor.queue('查询')!.today
    t.match(row, { offered: 1, answered: 1, abandoned: 0, overflowed: 0 })
    t.match(today, { offered: 1, answered: 1, abandoned: 0, overflowed: 0 })
    t.equal(row.longestWaitMs, today.longestWaitMs)
  })

  await t.test('every decision of it, replayed from the ledger, comes out the same', async (t) => {
    const machines = await loadMachines()
    const lives = await centre.recorded()
    const calls = [...lives.keys()].filter((key) => key.startsWith('call.'))
    t.equal(calls.length, 1)
    for (const [key, records] of lives) {
      const { differs } = replay(machines.get(records[0]!.kind)!, records)
      t.same(differs, [], `${key}: ${records.length} decisions`)
    }
    if (process.argv.includes('--record')) writeFileSync(FIXTURE, `${JSON.stringify([...lives], null, 1)}\n`)
  })

  await t.test('a call that cannot be placed says why on the desk, and stays in the own calls', async (t) => {
    const cases: [string, RegExp][] = [
      ['1001', /自己的号码/],
      ['1003', /没有签入/],
      ['1099', /没有这个号码/],
      ['013800138000', /没有中继/],
      ['8003', /没有注册/],
    ]
    await waitFor(() => supervisor.agent('1001')?.call === undefined, { what: 'agent 1001 has no call' })
    for (const [number, words] of cases) {
      await page.fill('input[name=dial]', number)
      const pressedAt = Date.now()
      await page.getByTestId('phone-bar').getByRole('button', { name: '呼出' }).click()
      const note = page.getByTestId('failed-act').filter({ hasText: words })
      await note.filter({ hasText: number }).waitFor({ timeout: 30_000 })
      t.comment(`${number}: said after ${Date.now() - pressedAt} ms`)
      await page.locator('[data-part=outbound]').filter({ hasText: words }).first().waitFor({ timeout: 30_000 })
      await waitFor(() => supervisor.agent('1001')?.call === undefined, { what: 'no call is left' })
    }
    const counted = Number(await page.locator('[data-counter=outbound]').textContent())
    t.equal(counted, cases.length)
    t.equal(await page.locator('[data-part=outbound]').count(), counted)
    const mine = await supervisor.call<ApiPage<CallRow>>('GET', '/calls?agentId=agent-1001&direction=out')
    t.ok(
      mine.rows.every((row) => row.failure !== undefined),
      'and the call log has agent and reason',
    )
  })

  await t.test('a reload in the very second of the answer keeps the call', async () => {
    await second.call('POST', '/desk/sign-out', {})
    const ready = page.getByTestId('phone-bar').getByRole('button', { name: '就绪' })
    if (await ready.isEnabled()) await ready.click()
    await mode('就绪')
    const again = await trunk.call('95588', { hz: CALLER_HZ, from: '13912345679' })
    t.teardown(() => again.audio.close())
    await waitFor(() => again.audio.heard.length > 8_000, { what: 'the menu' })
    again.audio.press('1')
    await page.getByTestId('caller-number').first().waitFor({ timeout: 60_000 })
    await page.keyboard.press('F2')
    await waitFor(() => supervisor.agent('1001')?.mode === 'talking', { what: 'the agent has answered' })
    await page.reload()
    await mode('通话')
    await waitFor(agentHears, { what: 'the agent hears the caller on the new page' })
    await page.keyboard.press('F8')
    await page.fill('input[name=dial]', '8002')
    await page.getByTestId('phone-bar').getByRole('button', { name: '呼出' }).click()
    const hearsSecond = async () => Math.abs((await hears(page)).hz - SECOND_HZ) < 30
    await waitFor(hearsSecond, { what: 'the agent hears whom it dialled beside the caller on hold' })
    await page.keyboard.press('Shift+F2')
    await waitFor(agentHears, { what: 'and by a key the caller again' })
    await page.getByTestId('other-call').getByRole('button', { name: '挂断' }).click()
    await page.getByTestId('other-call').waitFor({ state: 'detached' })
    await page.keyboard.press('F4')
    await waitFor(() => supervisor.agent('1001')?.call === undefined, { what: 'the call is over' })
  })
})
