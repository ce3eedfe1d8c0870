// The desk: one agent's page, its phone and the engine, kept together. Plain TypeScript; the page sees it by desk.svelte.ts.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { DeskBodies, DeskInfo, SipCredentials } from '#engine/protocol/api.ts'
import { createParting, createReattaching, type Reattaching } from './desk-legs.ts'
import { answersItself, mayAnswerEarly } from './desk-machine.ts'
import { createState, type DeskParts, type DeskSnapshot, type Told } from './desk-state.ts'
import { createLineWatch } from './line-watch.ts'
import type { MicState, PhoneEvent, PhonePort } from './port.ts'

type Plain =
  | 'swap'
  | 'merge'
  | 'take-back'
  | 'hand-over'
  | 'ready'
  | 'end-wrap-up'
  | 'wrap-up'
  | 'more-time'
  | 'hold'
  | 'resume'
  | 'hang-up'
  | 'decline'
  | 'sign-out'
  | 'reattach'
  | 'flag'

const RENEW_BEFORE_MS = 60_000

export interface Desk {
  snapshot(): DeskSnapshot
  onChange(listener: () => void): () => void
  load(): Promise<void>
  /** call at every change of the live view */
  follow(): void
  signIn(body: DeskBodies['sign-in']): Promise<boolean>
  act(action: Plain): Promise<boolean>
  /** another of the agent's calls than the present one */
  actOn(action: 'hang-up', callId: string): Promise<boolean>
  send<
    Action extends
      | 'break'
      | 'use-skills'
      | 'after-call'
      | 'dispose'
      | 'record'
      | 'dial'
      | 'transfer'
      | 'consult'
      | 'invite'
      | 'drop'
      | 'verify'
      | 'switch-call'
      | 'send-digits',
  >(action: Action, body: DeskBodies[Action]): Promise<boolean>
  answer(): void
  mute(on: boolean): void
  checkMic(): Promise<MicState>
  stop(): void
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
  const lineWatch = createLineWatch(parts)
  return (event: PhoneEvent): void => {
    if (event.type === 'phone') {
      set({ phone: event.state })
      if (event.state === 'registered') reattaching().maybe()
    } else if (event.type === 'mic') set({ mic: event.state })
    else if (event.type === 'incoming') {
      const callId = event.callId ?? parts.me()?.call?.callId
      const answered = callId !== undefined && state().answered === callId
      const auto = answered || answersItself(parts.me(), state().reattach, event.auto)
      // which call it is of is said by the ring itself: the news of it come by another way, sooner or later
      set({
        leg: auto ? 'answering' : 'incoming',
        muted: state().leg !== 'none' && state().muted,
        legOf: callId,
        answered: undefined,
      })
      if (auto) line().phone()?.answer()
    } else if (event.type === 'up') {
      reattaching().done()
      set({ leg: 'up', reattach: 'none', mic: 'ok', ...(state().legOf === undefined ? legOf() : {}) })
    } else if (event.type === 'one-over') set({ leg: 'up', legOf: event.left })
    else if (event.type === 'over') {
      set({ leg: 'none', muted: false, quality: undefined })
      lineWatch.over()
    } else if (event.type === 'quality') {
      set({ quality: event.quality })
      lineWatch.heard(event.quality)
    }
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
    if (state().answered !== undefined && me?.call?.callId !== state().answered) set({ answered: undefined })
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
): Pick<Desk, 'act' | 'actOn' | 'send' | 'answer' | 'mute' | 'checkMic'> {
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
    actOn: (action, callId) => ask(action, { callId }),
    send: (action, body) => ask(action, body),
    answer() {
      if (mayAnswerEarly(parts.me(), state())) set({ answered: parts.me()?.call?.callId })
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
