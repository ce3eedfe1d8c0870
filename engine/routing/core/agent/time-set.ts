// The moments an agent remembers.
import { moved } from '#engine/routing/core/machine/time-set.ts'
import type { AgentState, CallState, Contact, ReadyState } from './state.ts'

export function moveAgent(state: AgentState, byMs: number): AgentState {
  const next = moved<AgentState>(state, byMs, 'since')
  if (next.clearing) next.clearing = moved(next.clearing, byMs, 'until')
  if (next.mode === 'signed-out') return next
  next.me = moved(next.me, byMs, 'signedInAt', 'idleSince')
  if (next.me.lost) next.me.lost = moved(next.me.lost, byMs, 'at')
  if (next.me.pause) next.me.pause = moved(next.me.pause, byMs, 'until')
  if (next.mode === 'ready') return movedReady(next, byMs)
  if (next.mode === 'wrap-up') return moved(next, byMs, 'until')
  if (next.mode === 'break' && next.tried) next.tried = moved(next.tried, byMs, 'readySince')
  return 'contact' in next ? movedCalls(next, byMs) : next
}

function movedCalls(state: CallState, byMs: number): CallState {
  const next = moved(state, byMs, 'talkSince')
  next.contact = movedContact(next.contact, byMs)
  if (next.beside) next.beside = next.beside.map((one) => movedContact(one, byMs))
  return next
}

function movedContact(contact: Contact, byMs: number): Contact {
  const next = moved(contact, byMs, 'ringingSince', 'answeredAt', 'connectedAt', 'heldSince', 'hangUpAskedAt')
  if (next.spare) next.spare = moved(next.spare, byMs, 'until')
  if (next.typed) next.typed = moved(next.typed, byMs, 'at')
  return next
}

function movedReady(state: ReadyState, byMs: number): ReadyState {
  const next = moved(state, byMs, 'openSince')
  return next.held ? { ...next, held: moved(next.held, byMs, 'since') } : next
}
