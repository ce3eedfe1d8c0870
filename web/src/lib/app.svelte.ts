// Everything a page needs, made once in the root layout and handed down by context.
import { getContext, setContext } from 'svelte'
import type { AgentStateInfo, Right, SessionInfo } from '#engine/protocol/api.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { LiveTopic } from '#engine/protocol/live.ts'
import type { Look } from '#engine/protocol/look.ts'
import { BREAK_REASONS } from '#engine/protocol/words/agents.ts'
import { labelOf } from '#engine/protocol/words/word.ts'
import { type Api, ApiFailure, createApi } from './api/client.ts'
import { Clock } from './clock.svelte.ts'
import { wear } from './design/look.ts'
import { serverWords } from './forms/server-words.ts'
import { setCentreZone } from './i18n/centre-time.ts'
import { keepWritten, writtenAtFirst } from './i18n/chosen-lang.ts'
import { type Dictionaries, type Dictionary, type Lang, langOf, loadWords, type Written } from './i18n/dictionaries.ts'
import type { Traditional } from './i18n/traditional.ts'
import { Live } from './live/live.svelte.ts'
import { FloorFace } from './monitor/floor.svelte.ts'
import { Notices } from './notices.svelte.ts'
import { Office } from './office/office.svelte.ts'
import { DeskFace } from './phone/desk.svelte.ts'

export class App {
  /** as the reader chose */
  written = $state<Written>(writtenAtFirst())
  /** what the centre's own words are asked for in */
  readonly lang: Lang = $derived(langOf(this.written))
  #words: Dictionaries = {}
  #traditional = $state.raw<Traditional | undefined>()
  session = $state.raw<SessionInfo | undefined>()
  /** name, colour and logo of the centre, known before anybody signs in */
  look = $state.raw<Look | undefined>()
  /** true until the first answer about the session */
  starting = $state(true)
  /** why the sign-in page is shown */
  signedOutBecause = $state<'asked' | 'expired' | undefined>()
  readonly t: Dictionary = $derived(this.#script?.words ?? (this.#words[this.lang] as Dictionary))
  readonly clock = new Clock()
  readonly live = new Live(this.clock)
  readonly notices = new Notices()
  readonly api: Api = createApi(
    (path, init) => fetch(path, init),
    () => this.#expired(),
  )
  /** announcements, messages and alarms of this person */
  readonly office = new Office(this.api, this.live)
  /** whom and what this person watches */
  readonly floor = new FloorFace(this.api, this.live, () => this.over('monitor'))
  readonly desk = new DeskFace(this.api, this.live, (fault) => this.fault(fault))

  /** `words`: those of the language that is read at first */
  constructor(words: Dictionaries) {
    this.#words = words
  }

  /** bound: pages hand it on */
  readonly say = (label: Label | undefined): string => {
    const said = label?.[this.lang] ?? ''
    // the same in both languages is a name: it stays as its owner writes it
    return this.#script && said !== label?.en ? this.#script.text(said) : said
  }

  /** Names after each other, as the language does it. */
  list(names: readonly string[]): string {
    return names.join(this.t.common.comma)
  }

  /** A number as people read it: callers of the call-us page have a made-up user name instead. */
  number(number: string): string {
    return number.startsWith('guest.') ? `${this.t.common.webVisitor} ${number.slice(6, 10)}` : number
  }

  /** Who called, as people read it: a caller may keep the number back. */
  caller(number: string): string {
    return number === '' ? this.t.common.noNumber : this.number(number)
  }

  may(right: Right): boolean {
    return this.session?.rights.includes(right) ?? false
  }

  /** The right reaches everybody's, not the own or a part only. */
  over(right: Right): boolean {
    return this.session?.overAll.includes(right) ?? false
  }

  async write(written: Written): Promise<void> {
    try {
      await this.#readyToWrite(written)
    } catch {
      return this.notices.say('bad', this.t.common.offline)
    }
    keepWritten(written)
    this.written = written
  }

  /** Why something failed, in one sentence; what else is known of it stands in `more`. */
  reason(fault: ApiFailure): string {
    return fault.status === 0 ? this.t.common.offline : this.say(fault.words)
  }

  /** All that is known of a failure, for a form. */
  told(fault: ApiFailure): string {
    return [this.reason(fault), this.say(fault.more)].filter(Boolean).join(' · ')
  }

  /** A state of the company's own; undefined for those the engine puts an agent in. */
  agentState(reason: string): AgentStateInfo | undefined {
    return this.session?.agentStates.find(({ value }) => value === reason)
  }

  /** Why an agent is on break. */
  breakReason(reason: string): string {
    const own = this.agentState(reason)
    return own ? this.say(own.label) : this.say(labelOf(BREAK_REASONS, reason))
  }

  /** Show a failure that no form shows. */
  fault(fault: unknown): void {
    if (fault instanceof ApiFailure) {
      if (fault.refusal === 'not-signed-in') return
      // where no form shows them, the faults of fields say more than "the input is not valid"
      const fields = fault.fields.map((one) => serverWords(one.message, this.t.admin)).join(' · ')
      this.notices.say('bad', this.reason(fault), { detail: this.say(fault.more) || fields || undefined })
    } else {
      console.error(fault)
      this.notices.say('bad', this.t.common.failed)
    }
  }

  async start(): Promise<void> {
    this.clock.start()
    try {
      await this.#readyToWrite(this.written)
      this.#enter(await this.api.get<SessionInfo>('/api/session'))
    } catch (fault) {
      this.signedOutBecause = undefined
      if (!(fault instanceof ApiFailure) || fault.status !== 401) this.fault(fault)
      else this.wear(await this.api.get<Look>('/api/about').catch(() => undefined))
    } finally {
      this.starting = false
    }
  }

  wear(look: Look | undefined): void {
    this.look = look
    wear(document.documentElement.style, look?.colour ?? 'sea')
  }

  async signIn(account: string, password: string, code?: string): Promise<void> {
    this.#enter(await this.api.post<SessionInfo>('/api/sign-in', { account, password, code }))
    this.signedOutBecause = undefined
  }

  async signOut(): Promise<void> {
    try {
      await this.api.post('/api/sign-out')
    } catch (fault) {
      this.fault(fault)
    }
    this.#leave('asked')
  }

  get #script(): Traditional | undefined {
    return this.written === 'zh-TW' ? this.#traditional : undefined
  }

  /** Without its tables Chinese stays simplified, and says why; without its words a language is not changed to. */
  async #readyToWrite(written: Written): Promise<void> {
    const lang = langOf(written)
    this.#words[lang] ??= await loadWords(lang)
    if (written !== 'zh-TW' || this.#traditional) return
    try {
      const { loadTraditional } = await import('./i18n/traditional.ts')
      this.#traditional = await loadTraditional(this.#words[lang])
    } catch {
      this.notices.say('bad', this.t.common.noTraditional)
    }
  }

  #enter(session: SessionInfo): void {
    setCentreZone(session.timeZone)
    this.session = session
    this.wear(session.look)
    const topics: LiveTopic[] = ['me', 'agents', 'queues', 'notices']
    if (session.rights.some((right) => right === 'monitor' || right === 'desk')) topics.push('calls')
    this.live.open(topics)
    if (session.rights.includes('monitor')) void this.floor.load().catch((fault) => this.fault(fault))
    if (!session.newPasswordNeeded) this.office.start(session.accountId)
    if (session.rights.includes('desk')) void this.desk.desk.load().catch((fault) => this.fault(fault))
  }

  #leave(because: 'asked' | 'expired'): void {
    this.desk.stop()
    this.office.stop()
    this.live.close()
    this.floor.clear()
    this.session = undefined
    this.signedOutBecause = because
  }

  #expired(): void {
    if (this.session) this.#leave('expired')
  }
}

const KEY = Symbol('app')
export const provideApp = (words: Dictionaries): App => setContext(KEY, new App(words))
export const useApp = (): App => getContext<App>(KEY)
