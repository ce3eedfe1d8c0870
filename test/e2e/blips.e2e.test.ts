// An agent on a bad network: the phone's WebSocket breaks twenty times in one talk, the page is reloaded, the edge dies. The
// talk goes on, its end reaches the page, and the next call rings there.

import type { WebSocketRoute } from 'playwright-core'
import t from 'tap'
import { strengthOf } from '../kit/audio.ts'
import { hears, startBrowser } from '../kit/browser.ts'
import { startCentre } from '../kit/centre.ts'
import { signalFamily } from '../kit/family.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CALLER_HZ = 1000
const AGENT_HZ = 700
const BLIPS = 20
/** every so many, the page is reloaded instead */
const RELOAD_EVERY = 5

t.test('twenty blips, reloads and a dead edge in one talk lose nothing', { timeout: 600_000 }, async (t) => {
  const centre = await startCentre()
  const browser = await startBrowser(AGENT_HZ)
  const supervisor = await centre.api('2001', 'tinglan-2001')
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(async () => {
    supervisor.close()
    await browser.close()
    await trunk.stop()
    await centre.stop()
  })
  await supervisor.watch()
  const lines: { page: WebSocketRoute; edge: WebSocketRoute }[] = []
  await browser.context.routeWebSocket(
    (url) => !url.pathname.startsWith('/live'),
    (page) => {
      const edge = page.connectToServer()
      page.onMessage((message) => edge.send(message))
      edge.onMessage((message) => page.send(message))
      lines.push({ page, edge })
    },
  )
  const page = await browser.page()
  await page.goto(centre.url)
  await page.fill('input[name=account]', '1001')
  await page.fill('input[name=password]', 'tinglan-1001')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('link', { name: '坐席工作台' }).first().click()
  await page.getByTestId('phone-bar').getByRole('button', { name: '签入' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '签入' }).click()
  await page.getByTestId('mode').filter({ hasText: '小休' }).waitFor({ timeout: 60_000 })
  await page.getByTestId('phone-bar').getByRole('button', { name: '就绪' }).click()
  const agent = () => supervisor.agent('1001')
  await waitFor(() => agent()?.mode === 'ready', { what: 'agent 1001 is ready' })

  const talk = async () => {
    const caller = await trunk.call('95588', { hz: CALLER_HZ, from: '13912345678' })
    t.teardown(() => caller.audio.close())
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu' })
    caller.audio.press('1')
    await waitFor(() => agent()?.mode === 'ringing', { what: 'agent 1001 rings' })
    await page.getByTestId('caller-number').first().waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: '接听' }).and(page.locator(':enabled')).first().waitFor({ timeout: 60_000 })
    await page.keyboard.press('F2')
    await waitFor(() => agent()?.call?.connectedAt, { what: 'they talk' })
    return caller
  }
  const caller = await talk()
  const callId = agent()?.call?.callId
  const ear = caller.audio
  const gaps: number[] = []
  const bothHear = async () => {
    const from = ear.heard.length
    const agentIsHeard = () => ear.heard.length > from + 1_600 && strengthOf(AGENT_HZ, ear.heard.slice(-800)) > 1_000
    await waitFor(agentIsHeard, { what: 'the caller hears the agent' })
    await waitFor(async () => Math.abs((await hears(page)).hz - CALLER_HZ) < 30, { what: 'the agent hears the caller' })
  }
  /** how long the caller did not hear the agent, at most, from now until `done` */
  const listen = () => {
    let [last, length, longest] = [Date.now(), ear.heard.length, 0]
    const timer = setInterval(() => {
      const now = Date.now()
      const hears = ear.heard.length > length && strengthOf(AGENT_HZ, ear.heard.slice(-400)) > 1_000
      length = ear.heard.length
      longest = Math.max(longest, now - last)
      if (hears) last = now
    }, 50)
    return () => {
      clearInterval(timer)
      gaps.push(longest)
    }
  }
  await bothHear()
  for (let n = 1; n <= BLIPS; n++) {
    const before = lines.length
    const heard = listen()
    if (n % RELOAD_EVERY === 0) await page.reload()
    else {
      const line = lines.at(-1)
      await line?.edge.close()
      await line?.page.close({ code: 1001, reason: 'blip' })
    }
    await waitFor(() => lines.length > before, { timeoutMs: 60_000, what: `a new line after blip ${n}` })
    await bothHear()
    heard()
    t.equal(agent()?.call?.callId, callId, `blip ${n}: the talk goes on`)
  }
  const heard = listen()
  const before = lines.length
  await signalFamily(await centre.pidOf('kamailio'), 'SIGKILL')
  await waitFor(() => lines.length > before, { timeoutMs: 120_000, what: 'a line to the new edge' })
  await bothHear()
  heard()
  t.equal(agent()?.call?.callId, callId, 'the edge died: the talk goes on')
  const sorted = gaps.toSorted((a, b) => a - b)
  t.comment(`longest gaps in ms: ${sorted.join(' ')}; p95 ${sorted[Math.ceil(sorted.length * 0.95) - 1]}`)

  await page.keyboard.press('F4')
  await waitFor(() => agent()?.call === undefined, { what: 'the call is over' })
  await waitFor(() => page.evaluate("window.__connections.every((each) => each.connectionState === 'closed')"), {
    what: 'and for the page too',
  })
  const ready = page.getByTestId('phone-bar').getByRole('button', { name: '就绪' })
  if (await ready.isEnabled()) await ready.click()
  await waitFor(() => agent()?.mode === 'ready', { timeoutMs: 60_000, what: 'agent 1001 is ready again' })
  const next = await talk()
  t.pass('the next call rings and is answered')
  next.dialog.bye()
})
