// The desk: one agent's page, its phone and the engine, kept together. Plain TypeScript; the page sees it by desk.svelte.ts.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { DeskBodies, DeskInfo, SipCredentials } from '#engine/protocol/api.ts'
import type { Api } from '../api/client.ts'
import { answersItself, type DeskState, needsReattach } from './desk-machine.ts'
import type { MakePhone, MicState, PhoneEvent, PhonePort } from './port.ts'

export interface DeskParts {
  api: Api
  me: () => AgentView | undefined
  setMe: (me: AgentView) => void
  makePhone: MakePhone
  askMicrophone: () => Promise<MicState>
  /** only one tab may hold the phone of one agent; resolves when this tab has it, and says so when it must wait */
  claimPhone: (agentNumber: string, mustWait: () => void) => Promise<void>
  now: () => number
  later: (ms: number, run: () => void) => () => void
  onFault: (fault: unknown) => void
}

export interface DeskSnapshot extends DeskState {
  info: DeskInfo | undefined
  mic: MicState
  /** the action under way, to grey its button */
  doing: string | undefined
}

type Plain = 'ready' | 'end-wrap-up' | 'hold' | 'resume' | 'hang-up' | 'decline' | 'sign-out' | 'reattach'

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

export function createDesk(parts: DeskParts): Desk {
  let state: DeskSnapshot = {
    info: undefined,
    phone: 'off',
    leg: 'none',
    muted: false,
    reattach: 'none',
    mic: 'unknown',
    doing: undefined,
  }
  let phone: PhonePort | undefined
  let phoneFor: string | undefined
  /** this page signed in to the desk, or was loaded while signed in; a sign-in elsewhere does not move the phone here */
  let ours = false
  let cancelRenew: (() => void) | undefined
  let cancelReattach: (() => void) | undefined
  const listeners = new Set<() => void>()

  function set(change: Partial<DeskSnapshot>): void {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  function heard(event: PhoneEvent): void {
    if (event.type === 'phone') {
      set({ phone: event.state })
      if (event.state === 'registered') maybeReattach()
    } else if (event.type === 'mic') set({ mic: event.state })
    else if (event.type === 'incoming') {
      const auto = answersItself(parts.me(), state.reattach, event.auto)
      set({ leg: auto ? 'answering' : 'incoming' })
      if (auto) phone?.answer()
    } else if (event.type === 'up') {
      cancelReattach?.()
      set({ leg: 'up', reattach: 'none', mic: 'ok' })
    } else if (event.type === 'over') set({ leg: 'none', muted: false })
  }

  async function startPhone(agentNumber: string): Promise<void> {
    if (phoneFor === agentNumber) return
    phoneFor = agentNumber
    set({ phone: 'connecting' })
    await parts.claimPhone(agentNumber, () => set({ phone: 'elsewhere' }))
    if (phoneFor !== agentNumber) return
    phone = parts.makePhone(heard)
    await renew()
  }

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
      if (state.phone !== 'registered') set({ phone: 'failed' })
      parts.onFault(fault)
    }
    cancelRenew?.()
    cancelRenew = parts.later(again, () => void renew())
  }

  function stopPhone(): void {
    cancelRenew?.()
    cancelReattach?.()
    phone?.stop()
    phone = undefined
    phoneFor = undefined
    set({ phone: 'off', leg: 'none', muted: false, reattach: 'none' })
  }

  function maybeReattach(): void {
    if (!needsReattach(parts.me(), state)) return
    set({ reattach: 'asked' })
    cancelReattach?.()
    cancelReattach = parts.later(REATTACH_MS, () => {
      if (state.reattach === 'asked' && state.leg !== 'up') set({ reattach: 'failed' })
    })
    void act('reattach').then((ok) => {
      if (!ok) set({ reattach: 'failed' })
    })
  }

  async function ask(action: string, body?: unknown): Promise<boolean> {
    set({ doing: action })
    try {
      const me = await parts.api.post<AgentView | undefined>(`/api/desk/${action}`, body)
      if (me?.agentId) parts.setMe(me)
      follow()
      return true
    } catch (fault) {
      parts.onFault(fault)
      return false
    } finally {
      set({ doing: undefined })
    }
  }

  async function act(action: Plain): Promise<boolean> {
    if (action === 'reattach' && state.reattach === 'failed') {
      set({ reattach: 'none' })
      maybeReattach()
      return true
    }
    const done = await ask(action)
    // the engine's BYE or CANCEL ends our leg; without a live engine the phone must still let go
    if (!done && action === 'hang-up') phone?.end()
    return done
  }

  function follow(): void {
    const me = parts.me()
    if (me && me.mode !== 'signed-out' && me.phone.type === 'browser' && ours) void startPhone(me.number)
    else if (phoneFor !== undefined) stopPhone()
    if (me && !me.call && state.reattach !== 'none') set({ reattach: 'none' })
  }

  return {
    snapshot: () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async load() {
      const info = await parts.api.get<DeskInfo>('/api/desk')
      set({ info })
      if (info.agent) parts.setMe(info.agent)
      ours = info.agent !== undefined && info.agent.mode !== 'signed-out'
      follow()
    },
    follow,
    async signIn(body) {
      if (body.phone.type === 'browser') set({ mic: await parts.askMicrophone() })
      ours = true
      return ask('sign-in', body)
    },
    act,
    send: (action, body) => ask(action, body),
    answer() {
      if (state.leg !== 'incoming') return
      set({ leg: 'answering' })
      phone?.answer()
    },
    mute(on) {
      phone?.mute(on)
      set({ muted: on })
    },
    async checkMic() {
      const mic = await parts.askMicrophone()
      set({ mic })
      return mic
    },
    stop: stopPhone,
  }
}
