// An agent without a page: its phone dials sign-in, ready, break and the like, and the call that carried the code says in
// words what came of it. In a talk the phone keys what others press: *2 and a number and # to consult, and so on.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { TalkAct } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { TalkKeys } from '#engine/protocol/phone-wish.ts'
import { decided, nothing, refuse, toCall } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { join } from './calls.ts'
import type { Made } from './changes.ts'
import { evolveAgent } from './evolve.ts'
import { type AgentFact, type AgentState, phoneUser, type TalkingState } from './state.ts'
import { isWatching } from './watching.ts'

type ByPhone = Extract<AgentCommand, { type: 'by-phone' }>
type Decide = (state: AgentState, command: AgentCommand, given: Given) => Made

/** The words last so long: nobody is offered a call while the phone still speaks them. */
const WORDS_MS = 4_000
/** Keys further apart than this are no code. */
const TYPED_WITHIN_MS = 5_000
const MOST_KEYS = 32

function wished(command: ByPhone): AgentCommand {
  if (command.act === 'sign-in') {
    const { user } = command
    return { type: 'sign-in', phone: { type: 'extension', user }, session: `phone:${user}` }
  }
  if (command.act === 'break')
    return { type: 'take-break', reason: command.reason, ...(command.working ? { working: true } : {}) }
  return command.act === 'sign-out' ? { type: 'sign-out', by: 'agent' } : { type: command.act }
}

const isHere = (state: AgentState, user: string): boolean => state.mode !== 'signed-out' && phoneUser(state) === user

/** As if pressed on a page; a refusal is no refusal of this command but what the phone is told. */
export const byPhone =
  (as: Decide) =>
  (state: AgentState, command: ByPhone, given: Given): Made => {
    const { callId, legId, act, user } = command
    const tell = (told: { mode: AgentState['mode']; breakReason?: string; refusal?: string }) =>
      toCall(callId, { type: 'phone-told', agentId: state.id, ...told })
    const made =
      act === 'sign-in' || isHere(state, user) ? as(state, wished(command), given) : refuse('agent-signed-out')
    if ('refusal' in made) return decided<AgentFact>([], [tell({ mode: state.mode, refusal: made.refusal })])
    const next = fold(evolveAgent, state, made.facts, given.at)
    const speaks: AgentFact[] =
      next.mode === 'ready' ? [{ type: 'leg-let-go', callId, legId, until: given.at + WORDS_MS }] : []
    const told = { mode: next.mode, ...(next.mode === 'break' ? { breakReason: next.reason } : {}) }
    return decided<AgentFact>([...made.facts, ...speaks], [...made.effects, tell(told)])
  }

/** What has been keyed so far, with one key more: a wish, the beginning of one (`typed`), or nothing (''). */
export function keyed(
  keys: TalkKeys,
  before: string,
  digit: string,
): { typed: string } | { act: TalkAct; number: string } {
  const now = before + digit
  const { consult = '' } = keys
  if (consult !== '' && before.startsWith(consult)) {
    const number = before.slice(consult.length)
    if (digit === '#') return number === '' ? { typed: '' } : { act: 'consult', number }
    return { typed: now.length > MOST_KEYS ? '' : now }
  }
  for (const [act, code] of Object.entries(keys) as [TalkAct, string][])
    if (act !== 'consult' && code === now) return { act, number: '' }
  if (Object.values(keys).some((code) => code.startsWith(now))) return { typed: now }
  return { typed: before === '' ? '' : ((keyed(keys, '', digit) as { typed?: string }).typed ?? '') }
}

/** Whoever watches keys other wishes: watching.ts. */
export function talkKey(
  state: TalkingState,
  { legId, digit }: Extract<MediaNews, { type: 'digit-pressed' }>,
  { at }: Given,
): Made {
  const { contact, keys } = state
  if (!keys || legId !== contact.legId || isWatching(state)) return nothing()
  const { typed, callId } = contact
  const before = typed && at - typed.at <= TYPED_WITHIN_MS ? typed.keys : ''
  const now = keyed(keys, before, digit)
  const keep = (keys: string): AgentFact[] =>
    keys === (typed?.keys ?? '') && keys === '' ? [] : [{ type: 'keys-typed', callId, keys }]
  if ('typed' in now) return now.typed === '' && !typed ? nothing() : decided<AgentFact>(keep(now.typed))
  const asked = { agentId: state.id }
  const { act, number } = now
  if (act === 'merge' && state.beside) {
    const made = join('merge')(state)
    return 'refusal' in made ? decided<AgentFact>(typed ? keep('') : []) : { ...made, facts: typed ? keep('') : [] }
  }
  const wish =
    act === 'consult'
      ? ({ type: act, ...asked, target: { type: 'outside', number } } as const)
      : { type: act, ...asked }
  return decided<AgentFact>(typed ? keep('') : [], [toCall(callId, wish)])
}
