// An agent at the desk on a bad network, in a talk with a caller: its phone's WebSocket breaks, the page is reloaded, the
// network changes, the edge dies; and how long the caller did not hear the agent at each.
import type { Page, WebSocketRoute } from 'playwright-core'
import { type RtpEnd, strengthOf } from './audio.ts'
import { type Browser, hears, startBrowser } from './browser.ts'
import { type Centre, startCentre } from './centre.ts'
import { signalFamily } from './family.ts'
import { type PeerCall, SipPeer } from './sip-peer.ts'
import { waitFor } from './wait.ts'

const CALLER_HZ = 1000
const AGENT_HZ = 700
const POLL_MS = 50

type Supervisor = Awaited<ReturnType<Centre['api']>>

export type Blip = 'cut' | 'reload' | 'network' | 'edge'

export class BadNetwork {
  /** in ms, one for each blip */
  readonly gaps: { blip: Blip; ms: number }[] = []
  readonly #centre: Centre
  readonly #browser: Browser
  readonly #supervisor: Supervisor
  readonly #trunk: SipPeer
  readonly #lines: { page: WebSocketRoute; edge: WebSocketRoute }[] = []
  #page!: Page
  #caller: PeerCall | undefined

  private constructor(centre: Centre, browser: Browser, supervisor: Supervisor, trunk: SipPeer) {
    this.#centre = centre
    this.#browser = browser
    this.#supervisor = supervisor
    this.#trunk = trunk
  }

  /** A centre whose agent 1001 is ready at the desk. */
  static async start(): Promise<BadNetwork> {
    const centre = await startCentre()
    const browser = await startBrowser(AGENT_HZ)
    const supervisor = await centre.api('2001', 'tinglan-2001')
    const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
    const all = new BadNetwork(centre, browser, supervisor, trunk)
    try {
      await supervisor.watch()
      await all.#signIn()
    } catch (cause) {
      await all.stop()
      throw cause
    }
    return all
  }

  async stop(): Promise<void> {
    this.#caller?.audio.close()
    this.#supervisor.close()
    await this.#browser.close()
    await this.#trunk.stop()
    await this.#centre.stop()
  }

  /** the call the agent has, as the supervisor sees it */
  get callId(): string | undefined {
    return this.#agent()?.call?.callId
  }

  /** A caller chooses the queue, the agent answers, both hear each other. */
  async talk(): Promise<void> {
    this.#caller?.audio.close()
    const caller = await this.#trunk.call('95588', { hz: CALLER_HZ, from: '13912345678' })
    this.#caller = caller
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu' })
    caller.audio.press('1')
    await waitFor(() => this.#agent()?.mode === 'ringing', { what: 'agent 1001 rings' })
    await this.#page.getByTestId('caller-number').first().waitFor({ timeout: 60_000 })
    const answer = this.#page.getByRole('button', { name: '接听' }).and(this.#page.locator(':enabled'))
    await answer.first().waitFor({ timeout: 60_000 })
    await this.#page.keyboard.press('F2')
    await waitFor(() => this.#agent()?.call?.connectedAt, { what: 'they talk' })
    await this.#bothHear()
  }

  /** One of them, and until both hear each other again. */
  async blip(blip: Blip): Promise<void> {
    const before = this.#lines.length
    const heard = this.#listen()
    await this.#break(blip)
    await waitFor(() => this.#lines.length > before, { timeoutMs: 120_000, what: `a new line after: ${blip}` })
    await this.#bothHear()
    this.gaps.push({ blip, ms: heard() })
  }

  /** The agent ends it; the page's connection is closed too, and the agent is ready again. */
  async hangUp(): Promise<void> {
    await this.#page.keyboard.press('F4')
    await waitFor(() => this.#agent()?.call === undefined, { what: 'the call is over' })
    const closed = "window.__connections.every((each) => each.connectionState === 'closed')"
    await waitFor(() => this.#page.evaluate(closed), { what: 'and for the page too' })
    await this.#ready()
  }

  async #signIn(): Promise<void> {
    await this.#browser.context.routeWebSocket(
      (url) => !url.pathname.startsWith('/live'),
      (page) => {
        const edge = page.connectToServer()
        page.onMessage((message) => edge.send(message))
        edge.onMessage((message) => page.send(message))
        this.#lines.push({ page, edge })
      },
    )
    const page = await this.#browser.page()
    this.#page = page
    await page.goto(this.#centre.url)
    await page.fill('input[name=account]', '1001')
    await page.fill('input[name=password]', 'tinglan-1001')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('link', { name: '坐席工作台' }).first().click()
    await page.getByTestId('phone-bar').getByRole('button', { name: '签入' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '签入' }).click()
    await page.getByTestId('mode').filter({ hasText: '小休' }).waitFor({ timeout: 60_000 })
    await this.#ready()
  }

  async #ready(): Promise<void> {
    const ready = this.#page.getByTestId('phone-bar').getByRole('button', { name: '就绪' })
    if (await ready.isEnabled()) await ready.click()
    await waitFor(() => this.#agent()?.mode === 'ready', { timeoutMs: 60_000, what: 'agent 1001 is ready' })
  }

  async #break(blip: Blip): Promise<void> {
    switch (blip) {
      case 'reload':
        await this.#page.reload()
        return
      case 'edge':
        return signalFamily(await this.#centre.pidOf('kamailio'), 'SIGKILL')
      case 'network':
        // the page is told by the browser's own events, as by another wireless network
        await this.#browser.context.setOffline(true)
        await this.#cut()
        return this.#browser.context.setOffline(false)
      case 'cut':
        return this.#cut()
    }
  }

  async #cut(): Promise<void> {
    const line = this.#lines.at(-1)
    await line?.edge.close()
    await line?.page.close({ code: 1001, reason: 'blip' })
  }

  #agent() {
    return this.#supervisor.agent('1001')
  }

  get #ear(): RtpEnd {
    return this.#caller!.audio
  }

  async #bothHear(): Promise<void> {
    const ear = this.#ear
    const from = ear.heard.length
    const agentIsHeard = () => ear.heard.length > from + 1_600 && strengthOf(AGENT_HZ, ear.heard.slice(-800)) > 1_000
    await waitFor(agentIsHeard, { timeoutMs: 60_000, what: 'the caller hears the agent' })
    const callerIsHeard = async () => Math.abs((await hears(this.#page)).hz - CALLER_HZ) < 30
    await waitFor(callerIsHeard, { timeoutMs: 60_000, what: 'the agent hears the caller' })
  }

  /** How long the caller did not hear the agent, at most, from now until it is called. */
  #listen(): () => number {
    const ear = this.#ear
    let [last, length, longest] = [performance.now(), ear.heard.length, 0]
    const timer = setInterval(() => {
      const now = performance.now()
      const isHeard = ear.heard.length > length && strengthOf(AGENT_HZ, ear.heard.slice(-400)) > 1_000
      length = ear.heard.length
      longest = Math.max(longest, now - last)
      if (isHeard) last = now
    }, POLL_MS)
    return () => {
      clearInterval(timer)
      return Math.round(longest)
    }
  }
}
