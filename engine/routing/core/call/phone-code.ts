// A phone without a page dials a code: it keys agent number and PIN where that is needed, the agent is told, and the phone
// says in words what came of it.

import type { DialledCode } from '#engine/protocol/lookups.ts'
import type { PhoneWish } from '#engine/protocol/phone-wish.ts'
import { TALK_ACTS } from '#engine/protocol/words/agents.ts'
import { CODE_SENTENCES, reasonChoices, toldInWords } from '#engine/routing/core/speech/code-sentences.ts'
import { say } from '#engine/routing/core/speech/sentences.ts'
import { answer } from './audio.ts'
import type { Draft, writer } from './draft.ts'
import { apologise, end, farewell } from './ending.ts'
import { type CodeState, type CodeStep, LIMITS } from './state.ts'
import type { Command, News } from './words.ts'

const TRIES = 3
const FIRST_KEY_MS = 10_000
const NEXT_KEY_MS = 5_000
const DONE = { outcome: 'self-served', hungUpBy: 'flow' } as const
/** One key chooses: there are nine. */
const MOST_REASONS = 9

export function startCode(draft: Draft, code: DialledCode): undefined {
  const { act, agentId, lang } = code
  answer(draft)
  if (Object.hasOwn(TALK_ACTS, act)) return leave(draft, code, CODE_SENTENCES[lang].onlyInTalk())
  if (act === 'sign-in') return askKeys(draft, code, { step: 'number' })
  if (agentId === undefined) return leave(draft, code, CODE_SENTENCES[lang].nobodyHere())
  if (act === 'break' && code.states.length > 0) return askKeys(draft, code, { step: 'reason' })
  if (act === 'break') return leave(draft, code, CODE_SENTENCES[lang].notNow(''))
  tell(draft, code, agentId, { act: act as 'ready' })
}

/** Where it stands is written first: the words are spoken in this phone's language. */
function leave(draft: Draft, code: DialledCode, words: string): undefined {
  enterStep(draft, code, { step: 'telling' })
  farewell(draft, words, DONE)
}

type Where = { step: CodeStep; waitId?: string; tries?: number; number?: string; waitMs?: number }

function enterStep(draft: Draft, code: DialledCode, where: Where): undefined {
  const { step, waitId = '', tries = 0, number = '', waitMs = LIMITS.joinMs } = where
  draft.happen({ type: 'code-step', code, step, waitId, tries, number, until: draft.at + waitMs })
}

const LENGTHS: Partial<Record<CodeStep, number>> = { number: 10, pin: 12, reason: 1 }

/** Keys stop the words. Those of a PIN are in no record (actors/secrets.ts). */
function askKeys(draft: Draft, code: DialledCode, where: Where, before = ''): undefined {
  const waitId = draft.id()
  const words = CODE_SENTENCES[code.lang]
  const question =
    where.step === 'number'
      ? words.number()
      : where.step === 'pin'
        ? words.pin()
        : reasonChoices(code.states, code.lang)
  const { legId } = draft.served
  enterStep(draft, code, { ...where, waitId, waitMs: LIMITS.playMs })
  draft.order({ type: 'play', legId, playId: draft.id(), sounds: [say(code.lang, before + question)], repeat: 1 })
  draft.order({
    ...{ type: 'collect', legId, collectId: waitId, maxDigits: LENGTHS[where.step] ?? 1, terminators: '#' },
    ...{ firstDigitMs: FIRST_KEY_MS, interDigitMs: NEXT_KEY_MS, bargeIn: true, secret: where.step === 'pin' },
  })
}

function codeKeyed(draft: Draft, state: CodeState, { collectId, digits }: News<'digits-collected'>): undefined {
  if (collectId !== state.waitId) return
  const { code, step, tries } = state
  if (digits === '') return again(draft, state, '')
  if (step === 'number') return askKeys(draft, code, { step: 'pin', tries, number: digits })
  if (step === 'reason') return chooseReason(draft, state, digits)
  if (step !== 'pin') return
  const waitId = draft.id()
  enterStep(draft, code, { step: 'checking', waitId, tries, waitMs: LIMITS.lookupMs + LIMITS.graceMs })
  draft.ask(waitId, { type: 'pin', agentNumber: state.number, pin: digits }, LIMITS.lookupMs)
}

function chooseReason(draft: Draft, state: CodeState, digit: string): undefined {
  const { code } = state
  const chosen = code.states.slice(0, MOST_REASONS)[Number(digit) - 1]
  if (!chosen || code.agentId === undefined) return again(draft, state, '')
  const working = chosen.counts === 'work' ? { working: true as const } : {}
  tell(draft, code, code.agentId, { act: 'break', reason: chosen.id, ...working })
}

/** Asked from the beginning, but not for ever. */
function again(draft: Draft, { code, step, tries }: CodeState, words: string): undefined {
  if (tries + 1 >= TRIES) return farewell(draft, words || CODE_SENTENCES[code.lang].goodbye(), DONE)
  askKeys(draft, code, { step: step === 'reason' ? 'reason' : 'number', tries: tries + 1 }, words)
}

function pinChecked(draft: Draft, state: CodeState, { requestId, answer: said }: Command<'looked-up'>): undefined {
  if (requestId !== state.waitId || state.step !== 'checking') return
  const { code } = state
  const words = CODE_SENTENCES[code.lang]
  // keys of a PIN do not outlive a restart: they are keyed anew
  if (said.type === 'secret-lost') return askKeys(draft, code, { step: 'number', tries: state.tries })
  if (said.type !== 'pin') return farewell(draft, words.notNow(''), DONE)
  if ('refused' in said)
    return said.refused === 'locked' ? farewell(draft, words.locked(), DONE) : again(draft, state, words.wrong())
  // one phone, one agent
  if (code.agentId !== undefined && code.agentId !== said.agentId)
    draft.agent(code.agentId, { type: 'sign-out', by: 'agent' })
  tell(draft, code, said.agentId, { act: 'sign-in' })
}

function tell(draft: Draft, code: DialledCode, agentId: string, wish: PhoneWish): undefined {
  const { callId } = draft.journey
  enterStep(draft, code, { step: 'telling', waitId: agentId })
  draft.agent(agentId, { type: 'by-phone', callId, legId: draft.served.legId, user: code.user, ...wish })
}

function agentTold(draft: Draft, state: CodeState, told: Command<'phone-told'>): undefined {
  const { step, waitId, code } = state
  if (step === 'telling' && waitId === told.agentId) farewell(draft, toldInWords(code, told), DONE)
}

function codeOrderFailed(draft: Draft, _state: CodeState, { order }: News<'order-failed'>): undefined {
  if (order === 'collect') apologise(draft, DONE)
  if (order === 'answer') end(draft, { outcome: 'failed', hungUpBy: 'system' })
}

function codeWake(draft: Draft, state: CodeState): undefined {
  if (draft.at < state.until) return
  if (state.step === 'telling' || state.step === 'checking')
    return farewell(draft, CODE_SENTENCES[state.code.lang].notNow(''), DONE)
  draft.order({ type: 'stop-collect', legId: draft.served.legId })
  again(draft, state, '')
}

/** After a restart: what was asked is asked again. */
export function codeAgain(draft: Draft, state: CodeState): undefined {
  const { code, step, tries } = state
  draft.order({ type: 'stop-collect', legId: draft.served.legId })
  if (step === 'telling') return farewell(draft, CODE_SENTENCES[code.lang].notNow(''), DONE)
  askKeys(draft, code, { step: step === 'reason' ? 'reason' : 'number', tries })
}

/** What a phone that dialled a code does with what it hears. */
export const codeRow = (cell: ReturnType<typeof writer>) => ({
  'digits-collected': cell(codeKeyed),
  'looked-up': cell(pinChecked),
  'phone-told': cell(agentTold),
  'order-failed': cell(codeOrderFailed),
  wake: cell(codeWake),
})
