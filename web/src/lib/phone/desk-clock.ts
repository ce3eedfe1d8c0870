// The one clock of the desk: phone bar, card, status bar and the page's panel show this and nothing else.
import type { AgentView } from '#engine/protocol/agent.ts'
import { clockSpan, spanSince } from '../i18n/format.ts'

/** The call as the engine counts it, else the present state. */
export const clockFrom = ({ call, since }: AgentView): number =>
  call ? (call.clockFrom ?? call.connectedAt ?? call.ringingSince) : since

/** `now`: the server's time. A wrap-up counts down to its end; one that goes on for want of a disposition counts up. */
export const deskClock = (me: AgentView, now: number): string =>
  me.mode === 'wrap-up' && me.wrapUpUntil !== undefined && now < me.wrapUpUntil
    ? clockSpan(me.wrapUpUntil - now + 999)
    : spanSince(clockFrom(me), now)
