// What is written down of a call that ends where nobody decided it: by how far it had come.
import t from 'tap'
import type { LiveState } from '#engine/routing/core/call/state.ts'
import { outcomeNow } from '#engine/routing/core/call/summary.ts'
import { talking } from './company.ts'

const { journey } = talking().state as LiveState
const { talkStartedAt: _, message: __, ...untalked } = { message: undefined, ...journey }

/** Only what the outcome is read from. */
const at = (mode: LiveState['mode'], more: object = {}, told: object = {}): LiveState =>
  ({ mode, journey: { ...untalked, direction: 'in', queues: [], ...told }, ...more }) as unknown as LiveState
const calls = (direction: 'in' | 'out') => ({ direction })

t.test('who talked was answered, who left a message is a message, wherever it ends', async (t) => {
  t.equal(outcomeNow(at('queue', { stay: {} }, { talkStartedAt: 5 })), 'answered')
  t.equal(outcomeNow(at('queue', { stay: {} }, { message: 'm1' })), 'voicemail')
})

t.test('nobody was spoken to: how far did it come?', async (t) => {
  t.equal(outcomeNow(at('queue', { stay: {} })), 'abandoned-in-queue')
  t.equal(outcomeNow(at('queue', { stay: { offer: { agentId: 'a1' } } })), 'abandoned-ringing')
  t.equal(outcomeNow(at('connecting')), 'abandoned-ringing')
  for (const mode of ['ringing', 'finding'] as const) {
    t.equal(outcomeNow(at(mode, { purpose: { for: 'outbound' } })), 'not-answered', `${mode}: an agent dialled`)
    t.equal(outcomeNow(at(mode, { purpose: { for: 'transfer' } })), 'overflowed', `${mode}: sent outside`)
  }
  t.equal(outcomeNow(at('talking')), 'overflowed')
  t.equal(outcomeNow(at('farewell', { ending: { outcome: 'rejected' } })), 'rejected')
  t.equal(outcomeNow(at('voicemail')), 'abandoned-in-flow')
  t.equal(outcomeNow(at('voicemail', {}, { queues: [{ queueId: 'q1' }] })), 'abandoned-in-queue')
  t.equal(outcomeNow(at('flow', {}, calls('in'))), 'abandoned-in-flow')
  t.equal(outcomeNow(at('flow', {}, calls('out'))), 'not-answered')
})
