// Every command in every stand of a queue: what is decided, who is told and what it is after that (`=`), a line each. What has
// no line is heard and changes nothing.
import t from 'tap'
import { queueCells } from '#engine/routing/core/queue/machine.ts'
import { told } from '../told.ts'
import { COMMANDS, LATER, STANDS } from './every.ts'

type Row = Record<string, string>

/** Words about offers that stand no more, and about callers it does not know. */
const KNOWN: Row = {
  'offer-accepted, another': '> withdraw-offer:stale-offer@a1',
}

/** With somebody who waits, and nothing offered. */
const IDLE: Row = {
  ...KNOWN,
  'join, again': '> queued@c1',
  'leave, abandoned': 'call-left:abandoned',
  'leave, answered': 'call-answered',
  'leave, transferred': 'call-left:transferred',
  'leave, voicemail': 'call-left:voicemail',
  'offer-accepted': '> withdraw-offer:stale-offer@a1',
}

/** With an offer that stands. */
const OFFERED: Row = {
  ...KNOWN,
  'agent-changed, away': 'agent-noted',
  'configure, closed': 'queue-configured = closed',
  'configure, one agent less': 'queue-configured',
  join: 'call-queued offer-made > queued@c9 agent-reserved@c9 offer@a2',
  'join, vip': 'call-queued offer-made > queued@c9 agent-reserved@c9 offer@a2',
  'join, again': '> queued@c1',
  'leave, abandoned': 'offer-ended call-left:abandoned > withdraw-offer:abandoned@a1',
  'leave, answered': 'offer-ended call-answered',
  'leave, transferred': 'offer-ended call-left:transferred > withdraw-offer:transferred@a1',
  'leave, voicemail': 'offer-ended call-left:voicemail > withdraw-offer:voicemail@a1',
  'offer-answered': 'offer-ended call-answered',
  'offer-missed': 'offer-ended call-returned:no-answer offer-made > agent-lost@c1 agent-reserved@c1 offer@a2',
  'offer-refused': 'offer-ended offer-made > agent-lost@c1 refresh-standing@a1 agent-reserved@c1 offer@a2',
  'reconcile, nobody': 'offer-repeated > asked@c1 offer@a1 refresh-standing@a2 refresh-standing@a1',
  'reconcile, a lost caller': 'offer-repeated > asked@c1 asked@c7 offer@a1 refresh-standing@a2 refresh-standing@a1',
  'reconcile, a lost ring':
    'offer-ended offer-found offer-repeated > asked@c1 offer@a1 refresh-standing@a2 refresh-standing@a1',
}

const CELLS: Record<string, Row> = {
  unknown: {
    'ask-state': '> looked-up:r1@c9',
    'configure as it is': 'queue-configured > refresh-standing@a1 refresh-standing@a2 = open',
    'configure, closed': 'queue-configured > refresh-standing@a1 refresh-standing@a2 = closed',
    'configure, one agent less': 'queue-configured > refresh-standing@a2 = open',
    join: '> queue-refused:unknown@c9',
    'join, vip': '> queue-refused:unknown@c9',
    'join, again': '> queue-refused:unknown@c1',
    'offer-accepted': 'refused command-not-possible',
    'offer-accepted, another': 'refused command-not-possible',
    'offer-answered': 'refused command-not-possible',
    'offer-answered, another': 'refused command-not-possible',
    'offer-missed': 'refused command-not-possible',
    'offer-missed, another': 'refused command-not-possible',
    'offer-refused': 'refused command-not-possible',
    'offer-refused, another': 'refused command-not-possible',
    'ask-callback': 'refused command-not-possible',
    'ask-callback, again': 'refused command-not-possible',
  },
  'without callers': {
    'ask-state': '> looked-up:r1@c9',
    ...KNOWN,
    'agent-changed, away': 'agent-noted',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued offer-made > queued@c9 agent-reserved@c9 offer@a1',
    'join, vip': 'call-queued offer-made > queued@c9 agent-reserved@c9 offer@a1',
    'join, again': 'call-queued offer-made > queued@c1 agent-reserved@c1 offer@a1',
    'offer-accepted': '> withdraw-offer:stale-offer@a1',
    'reconcile, nobody': '> refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c1 refresh-standing@a2 refresh-standing@a1',
    'ask-callback': 'callback-asked offer-made > call-back@cb-9 offer@a1',
    'ask-callback, again': 'callback-asked offer-made > call-back@cb-8 offer@a1',
  },
  'without anybody signed in': {
    'ask-state': '> looked-up:r1@c9',
    ...IDLE,
    'agent-changed, ready': 'agent-noted offer-made > agent-reserved@c1 offer@a1',
    'agent-changed, away': 'agent-noted',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued > queued@c9',
    'join, vip': 'call-queued > queued@c9',
    'reconcile, nobody': '> asked@c1 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c1 asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c1 refresh-standing@a2 refresh-standing@a1',
    'leave, to be called back': 'callback-asked call-left:callback',
    'ask-callback': 'callback-asked',
    'ask-callback, again': 'callback-asked',
  },
  'whose agents are away': {
    'ask-state': '> looked-up:r1@c9',
    ...IDLE,
    'agent-changed, ready': 'agent-noted offer-made > agent-reserved@c2 offer@a1',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued > queued@c9',
    'join, vip': 'call-queued > queued@c9',
    'reconcile, nobody': '> asked@c2 asked@c1 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c2 asked@c1 asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c2 asked@c1 refresh-standing@a2 refresh-standing@a1',
    'leave, to be called back': 'callback-asked call-left:callback',
    'ask-callback': 'callback-asked',
    'ask-callback, again': 'callback-asked',
  },
  'that plays its sound first': {
    'ask-state': '> looked-up:r1@c9',
    ...IDLE,
    'agent-changed, away': 'agent-noted',
    'configure as it is': 'queue-configured',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued > queued@c9',
    'join, vip': 'call-queued > queued@c9',
    'reconcile, nobody': '> asked@c1 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c1 asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c1 refresh-standing@a2 refresh-standing@a1',
    'leave, to be called back': 'callback-asked call-left:callback offer-made > call-back@cb-new-0 offer@a1',
    'ask-callback': 'callback-asked offer-made > call-back@cb-9 offer@a1',
    'ask-callback, again': 'callback-asked offer-made > call-back@cb-8 offer@a1',
  },
  'that has offered': {
    'ask-state': '> looked-up:r1@c9',
    ...OFFERED,
    'offer-accepted': 'offer-accepted',
    wake: 'offer-repeated > offer@a1',
    'leave, to be called back':
      'callback-asked offer-ended call-left:callback offer-made > withdraw-offer:callback@a1 call-back@cb-new-0 offer@a1',
    'ask-callback': 'callback-asked offer-made > call-back@cb-9 offer@a2',
    'ask-callback, again': 'callback-asked offer-made > call-back@cb-8 offer@a2',
  },
  'for which an agent rings': {
    'ask-state': '> looked-up:r1@c9',
    ...OFFERED,
    'leave, to be called back':
      'callback-asked offer-ended call-left:callback offer-made > withdraw-offer:callback@a1 call-back@cb-new-0 offer@a1',
    'ask-callback': 'callback-asked offer-made > call-back@cb-9 offer@a2',
    'ask-callback, again': 'callback-asked offer-made > call-back@cb-8 offer@a2',
  },
  'whose call was missed': {
    'ask-state': '> looked-up:r1@c9',
    ...IDLE,
    'agent-changed, away': 'agent-noted',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued offer-made > queued@c9 agent-reserved@c9 offer@a1',
    'join, vip': 'call-queued offer-made > queued@c9 agent-reserved@c9 offer@a1',
    'reconcile, nobody': '> asked@c1 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c1 asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c1 refresh-standing@a2 refresh-standing@a1',
    'leave, to be called back': 'callback-asked call-left:callback offer-made > call-back@cb-new-0 offer@a1',
    'ask-callback': 'callback-asked offer-made > call-back@cb-9 offer@a1',
    'ask-callback, again': 'callback-asked offer-made > call-back@cb-8 offer@a1',
  },
  'that will call back': {
    'ask-state': '> looked-up:r1@c9',
    'agent-changed, ready': 'agent-noted offer-made > agent-reserved@c2 offer@a1',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued > queued@c9',
    'join, vip': 'call-queued > queued@c9',
    'join, again': 'call-queued > queued@c1',
    'leave, reached': 'callback-reached',
    'ask-callback': 'callback-asked',
    'cancel-callback': 'callback-over:cancelled',
    'offer-accepted': '> withdraw-offer:stale-offer@a1',
    'offer-accepted, another': '> withdraw-offer:stale-offer@a1',
    'reconcile, nobody': '> asked@c2 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c2 asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c2 asked@c1 refresh-standing@a2 refresh-standing@a1',
  },
  'whose agent calls back': {
    'ask-state': '> looked-up:r1@c9',
    'agent-changed, ready': 'agent-noted',
    'configure, closed': 'queue-configured = closed',
    'configure, one agent less': 'queue-configured',
    join: 'call-queued > queued@c9',
    'join, vip': 'call-queued > queued@c9',
    'join, again': 'call-queued > queued@c1',
    'leave, reached': 'callback-reached',
    'leave, gone': 'callback-failed:call-ended',
    'ask-callback': 'callback-asked',
    'callback-failed': 'callback-failed:busy',
    'cancel-callback': 'callback-over:cancelled',
    'offer-accepted': '> withdraw-offer:stale-offer@a1',
    'offer-accepted, another': '> withdraw-offer:stale-offer@a1',
    'reconcile, nobody': '> refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c1 refresh-standing@a2 refresh-standing@a1',
  },
  full: {
    'ask-state': '> looked-up:r1@c9',
    ...IDLE,
    'agent-changed, ready': 'agent-noted offer-made > agent-reserved@c1 offer@a1',
    'configure as it is': 'queue-configured > refresh-standing@a2',
    'configure, closed': 'queue-configured > refresh-standing@a2 = closed',
    'configure, one agent less': 'queue-configured > refresh-standing@a2',
    join: 'call-overflowed:full > queue-refused:full@c9',
    'join, vip': 'call-overflowed:full > queue-refused:full@c9',
    'reconcile, nobody': '> asked@c1 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c1 asked@c7 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c1 refresh-standing@a1',
    'leave, to be called back': 'callback-asked call-left:callback',
    'ask-callback': 'callback-asked',
    'ask-callback, again': 'callback-asked',
  },
  closed: {
    'ask-state': '> looked-up:r1@c9',
    ...IDLE,
    'agent-changed, ready': 'agent-noted offer-made > agent-reserved@c2 offer@a1',
    'configure as it is': 'queue-configured = open',
    'configure, one agent less': 'queue-configured = open',
    join: 'call-overflowed:closed > queue-refused:closed@c9',
    'join, vip': 'call-overflowed:closed > queue-refused:closed@c9',
    'reconcile, nobody': '> asked@c2 asked@c1 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost caller': '> asked@c2 asked@c1 asked@c7 refresh-standing@a2 refresh-standing@a1',
    'reconcile, a lost ring': 'offer-found > asked@c2 asked@c1 refresh-standing@a2 refresh-standing@a1',
    'leave, to be called back': 'callback-asked call-left:callback',
    'ask-callback': 'callback-asked',
    'ask-callback, again': 'callback-asked',
  },
}

for (const [name, begin] of Object.entries(STANDS))
  t.test(`a queue ${name}`, async (t) => {
    const decided = Object.entries(COMMANDS).map(([key, command]) => {
      const stand = begin()
      const { decision, state } = stand.when(command(stand), LATER, 'new')
      return [key, `${told(decision)}${state.mode === stand.state.mode ? '' : ` = ${state.mode}`}`]
    })
    const wanted = Object.keys(COMMANDS).map((key) => [key, CELLS[name]?.[key] ?? ''])
    t.strictSame(Object.fromEntries(decided), Object.fromEntries(wanted))
  })

t.test('every filled cell is walked', async (t) => {
  const walked = new Set<string>()
  for (const begin of Object.values(STANDS)) {
    const stand = begin()
    for (const command of Object.values(COMMANDS)) walked.add(`${stand.state.mode}/${command(stand).type}`)
  }
  t.strictSame(
    queueCells().filter((cell) => !walked.has(cell)),
    [],
  )
})
