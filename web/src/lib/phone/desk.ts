// The desk: one agent's page, its phone and the engine, kept together. Plain TypeScript; the page sees it by desk.svelte.ts.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { DeskBodies, DeskInfo, SipCredentials } from '#engine/protocol/api.ts'
import type { Api } from '../api/client.ts'
import { answersItself, type DeskState, needsReattach } from './desk-machine.ts'
import type { MakePhone, MicState, PhoneEvent, PhonePort } from './port.ts'

export interface DeskParts {
  api: Api
  me: () => AgentView | undefined
  /** before asking: what takes the answer, see the live store */
  asking: () => (me: AgentView) => void
  makePhone: MakePhone
  askMicrophone: () => Promise<MicState>
  /** only one tab may hold the phone of one agent; resolves when this tab has it, and says so when it must wait */
  claimPhone: (agentNumber: string, mustWait: () => void) => Promise<void>
  now: () => number
  later: (ms: number, run: () => void) => () => void
  onFault: (fault: unknown) => void
}

/** What the page knows of its own phone and of what it asked. */
export interface DeskSnapshot extends DeskState {
  info: DeskInfo | undefined
  mic: MicState
  /** the action under way, to grey its button */
  doing: string | undefined
}

type Plain = 'ready' | 'end-wrap-up' | 'hold' | 'resume' | 'hang-up' | 'decline' | 'sign-out' | 'reattach'

/** a leg may outlive its call for so long: its BYE and the news that it is over come by two ways */
const PARTING_MS = 1_500
/** how long the engine may take to dial this page anew after a reload */
const REATTACH_MS = 10_000
const RENEW_BEFORE_MS = 60_000

export interface Desk {
  snapshot(): DeskSnapshot
  onChange(listener: () => void): () => void
  load(): Promise<void>
  /** call at every change of the live view */
  follow(): void
  signIn(body: DeskBodies['sign-in']): Promise<boolean>
  act(action: Plain): Promise<boolean>
  send<Action extends 'break' | 'dial' | 'transfer' | 'send-digits'>(
    action: Action,
    body: DeskBodies[Action],
  ): Promise<boolean>
  answer(): void
  mute(on: boolean): void
  checkMic(): Promise<MicState>
  stop(): void
}

interface Told {
  state(): DeskSnapshot
  set(change: Partial<DeskSnapshot>): void
  onChange(listener: () => void): () => void
}

function createState(): Told {
  let state: DeskSnapshot = {
    info: undefined,
    phone: 'off',
    leg: 'none',
    muted: false,
    reattach: 'none',
    mic: 'unknown',
    doing: undefined,
  }
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    set(change) {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

interface Line {
  start(agentNumber: string): Promise<void>
  stop(): void
  running(): boolean
  phone(): PhonePort | undefined
}

/** This page's phone: claimed among the tabs, registered, its credentials renewed in time. */
function createLine(parts: DeskParts, { state, set }: Told, heard: (event: PhoneEvent) => void): Line {
  let phone: PhonePort | undefined
  let phoneFor: string | undefined
  let cancelRenew: (() => void) | undefined

  async function renew(): Promise<void> {
    const mine = phone
    if (!mine) return
    let again = 5_000
    try {
      const credentials = await parts.api.post<SipCredentials>('/api/desk/sip-credentials')
      if (mine !== phone) return
      await mine.use(credentials)
      again = Math.max(5_000, credentials.expiresAt - parts.now() - RENEW_BEFORE_MS)
    } catch (fault) {
      if (state().phone !== 'registered') set({ phone: 'failed' })
      parts.onFault(fault)
    }
    cancelRenew?.()
    cancelRenew = parts.later(again, () => void renew())
  }

  return {
    async start(agentNumber) {
      if (phoneFor === agentNumber) return
      phoneFor = agentNumber
      set({ phone: 'connecting' })
      await parts.claimPhone(agentNumber, () => set({ phone: 'elsewhere' }))
      if (phoneFor !== agentNumber) return
      phone = parts.makePhone(heard)
      await renew()
    },
    stop() {
      cancelRenew?.()
      phone?.stop()
      phone = undefined
      phoneFor = undefined
    },
    running: () => phoneFor !== undefined,
    phone: () => phone,
  }
}

interface Reattaching {
  /** a talk without sound on this page is dialled here anew */
  maybe(): void
  done(): void
}

function createReattaching(parts: DeskParts, { state, set }: Told, ask: () => Promise<boolean>): Reattaching {
  let cancel: (() => void) | undefined
  return {
    maybe() {
      if (!needsReattach(parts.me(), state())) return
      set({ reattach: 'asked' })
      cancel?.()
      cancel = parts.later(REATTACH_MS, () => {
        if (state().reattach === 'asked' && state().leg !== 'up') set({ reattach: 'failed' })
      })
      void ask().then((ok) => {
        if (!ok) set({ reattach: 'failed' })
      })
    },
    done: () => cancel?.(),
  }
}

/**
 * The engine's word ends a leg here: its BYE is lost when the phone's WebSocket broke, and a phone that believes to be in a
 * call would refuse the next one.
 */
function createParting(parts: DeskParts, { state }: Told, phone: () => PhonePort | undefined) {
  let leaving: string | undefined
  /** the engine has named this call here: before that its news may only be late */
  let known: string | undefined
  let cancel: (() => void) | undefined
  const over = (callId: string): boolean => {
    const me = parts.me()
    const ours = known === callId && state().leg !== 'none' && state().legOf === callId
    return ours && me !== undefined && me.call?.callId !== callId
  }
  return () => {
    const callId = state().legOf
    if (callId !== undefined && parts.me()?.call?.callId === callId) known = callId
    if (callId === undefined || leaving === callId || !over(callId)) return
    cancel?.()
    leaving = callId
    cancel = parts.later(PARTING_MS, () => {
      leaving = undefined
      if (over(callId)) phone()?.end()
    })
  }
}

/** A button: greyed while it is under way, its new view kept, its failure told. */
function createAsking(parts: DeskParts, { set }: Told, follow: () => void) {
  return async (action: string, body?: unknown): Promise<boolean> => {
    set({ doing: action })
    const take = parts.asking()
    try {
      const me = await parts.api.post<AgentView | undefined>(`/api/desk/${action}`, body)
      if (me?.agentId) take(me)
      follow()
      return true
    } catch (fault) {
      parts.onFault(fault)
      return false
    } finally {
      set({ doing: undefined })
    }
  }
}

/** What the phone tells, in order of a call's life. */
function createEar(parts: DeskParts, told: Told, line: () => Line, reattaching: () => Reattaching) {
  const { state, set } = told
  const legOf = (): { legOf?: string } => {
    const callId = parts.me()?.call?.callId
    return callId === undefined ? {} : { legOf: callId }
  }
  return (event: PhoneEvent): void => {
    if (event.type === 'phone') {
      set({ phone: event.state })
      if (event.state === 'registered') reattaching().maybe()
    } else if (event.type === 'mic') set({ mic: event.state })
    else if (event.type === 'incoming') {
      const auto = answersItself(parts.me(), state().reattach, event.auto)
      // which call it is of is said by the ring itself: the news of it come by another way, sooner or later
      set({ leg: auto ? 'answering' : 'incoming', muted: false, legOf: event.callId ?? parts.me()?.call?.callId })
      if (auto) line().phone()?.answer()
    } else if (event.type === 'up') {
      reattaching().done()
      set({ leg: 'up', reattach: 'none', mic: 'ok', ...(state().legOf === undefined ? legOf() : {}) })
    } else if (event.type === 'over') set({ leg: 'none', muted: false })
  }
}

export function createDesk(parts: DeskParts): Desk {
  const told = createState()
  const { state, set } = told
  /** this page signed in to the desk, or was loaded while signed in; a sign-in elsewhere does not move the phone here */
  let ours = false
  const line: Line = createLine(
    parts,
    told,
    createEar(
      parts,
      told,
      () => line,
      () => reattaching,
    ),
  )
  const ask = createAsking(parts, told, follow)
  const reattaching: Reattaching = createReattaching(parts, told, () => ask('reattach'))
  const part = createParting(parts, told, line.phone)

  function stop(): void {
    reattaching.done()
    line.stop()
    set({ phone: 'off', leg: 'none', muted: false, reattach: 'none', legOf: undefined })
  }

  function follow(): void {
    const me = parts.me()
    if (me && me.mode !== 'signed-out' && me.phone.type === 'browser' && ours) void line.start(me.number)
    else if (line.running()) stop()
    if (me && !me.call && state().reattach !== 'none') set({ reattach: 'none' })
    part()
    if (me?.call && state().leg !== 'none' && state().legOf === undefined) set({ legOf: me.call.callId })
    // the news that the engine talks may come after the phone is registered
    reattaching.maybe()
  }

  return {
    ...{ snapshot: state, onChange: told.onChange, follow, stop },
    async load() {
      const take = parts.asking()
      const info = await parts.api.get<DeskInfo>('/api/desk')
      set({ info })
      if (info.agent) take(info.agent)
      ours = info.agent !== undefined && info.agent.mode !== 'signed-out'
      follow()
    },
    async signIn(body) {
      if (body.phone.type === 'browser') set({ mic: await parts.askMicrophone() })
      ours = true
      return ask('sign-in', body)
    },
    ...actsOf(parts, told, { ask, line, reattaching }),
  }
}

interface Hands {
  ask: (action: string, body?: unknown) => Promise<boolean>
  line: Line
  reattaching: Reattaching
}

function actsOf(
  parts: DeskParts,
  { state, set }: Told,
  { ask, line, reattaching }: Hands,
): Pick<Desk, 'act' | 'send' | 'answer' | 'mute' | 'checkMic'> {
  return {
    async act(action) {
      if (action === 'reattach' && state().reattach === 'failed') {
        set({ reattach: 'none' })
        reattaching.maybe()
        return true
      }
      const done = await ask(action)
      // the engine's BYE or CANCEL ends our leg; without a live engine the phone must still let go
      if (!done && action === 'hang-up') line.phone()?.end()
      return done
    },
    send: (action, body) => ask(action, body),
    answer() {
      if (state().leg !== 'incoming') return
      set({ leg: 'answering' })
      line.phone()?.answer()
    },
    mute(on) {
      line.phone()?.mute(on)
      set({ muted: on })
    },
    async checkMic() {
      const mic = await parts.askMicrophone()
      set({ mic })
      return mic
    },
  }
}
