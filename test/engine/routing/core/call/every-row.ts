// What the stands of a call have in common, for the table of what every command decides.
export type Row = Record<string, string>

export const STRANGER: Row = {
  'hold by a stranger': 'refused no-call',
  record: 'refused no-call',
  'resume by a stranger': 'refused no-call',
}

/** Nobody talks yet, or no more. */
export const NO_TALK: Row = {
  consult: 'refused command-not-possible',
  invite: 'refused command-not-possible',
  swap: 'refused command-not-possible',
  merge: 'refused command-not-possible',
  'take-back': 'refused command-not-possible',
  'hand-over': 'refused command-not-possible',
  'move-to-call': 'refused command-not-possible',
  'moved-here': '> take-leg@m1 hang-up:normal@m1',
  drop: 'refused command-not-possible',
  'asked, elsewhere': '> leave:call-ended@q9',
  hold: 'refused command-not-possible',
  'hold by a stranger': 'refused command-not-possible',
  record: 'refused command-not-possible',
  resume: 'refused command-not-possible',
  'resume by a stranger': 'refused command-not-possible',
  'send-digits': 'refused command-not-possible',
  'send-digits by a stranger': 'refused command-not-possible',
  'transfer to a colleague': 'refused command-not-possible',
  'transfer to a queue': 'refused command-not-possible',
  'transfer outside': 'refused command-not-possible',
  'transfer by a stranger': 'refused command-not-possible',
}

/** A supervisor may end it, its agent is nobody yet. */
export const BEFORE: Row = {
  ...NO_TALK,
  'agent-joined': '> hang-up:cancelled@m1 call-over:cancelled@a1',
  'agent-joined, by request': '> hang-up:cancelled@m1 call-over:cancelled@a2',
  'hang-up by the agent': 'refused no-call',
}

/** In a queue, before an agent is there. */
export const WAITING: Row = {
  ...NO_TALK,
  'agent-lost': 'agent-lost',
  'agent-reserved': 'agent-reserved',
  asked: '> tag@m1 join@q1',
  'hang-up by the agent': 'refused no-call',
  'hang-up by a supervisor': 'queue-left:abandoned call-ended > leave:call-ended@q1 hang-up:normal@m1 = ended',
  'leg-ended of the caller': 'queue-left:abandoned call-ended > leave:abandoned@q1 = ended',
  'queue-left, max-wait': 'queue-left:max-wait voicemail-entered > play@m1 = voicemail',
  'queue-refused, closed': 'queue-left:closed queue-joined > tag@m1 join@q2',
  'reconcile, nothing is up': 'queue-left:abandoned call-ended > leave:call-ended@q1 = ended',
}

/** With an agent. */
export const TALKING: Row = {
  swap: 'refused no-consultation',
  merge: 'refused no-consultation',
  'take-back': 'refused no-consultation',
  'hand-over': 'refused no-consultation',
  'move-to-call': 'party-left call-ended > moved-here:merge@c2 hang-up:normal@m1 call-over:normal@a1 = ended',
  'moved-here': 'party-joined > take-leg@m1 hear@m1 talk-told@a1',
  drop: 'refused not-yours-to-drop',
  invite: 'ring-begun > ring-direct:new-1@a3 talk-told@a1',
  'agent-joined': '> call-connected@a1',
  'agent-joined, by request': '> hang-up:cancelled@m1 call-over:cancelled@a2',
  asked: '> leave:answered@q1',
  'asked, elsewhere': '> leave:call-ended@q9',
  'transfer by a stranger': 'refused no-call',
}
