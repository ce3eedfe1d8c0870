// What the stands of an agent have in common, for the table of cells.
export type Row = Record<string, string>

/** In every mode. */
const SUPERVISED: Row = { bar: 'barred', told: 'told:break:王' }

/** Between calls, signed in or not. */
export const FREE: Row = {
  consult: 'refused no-call',
  invite: 'refused no-call',
  swap: 'refused no-call',
  merge: 'refused no-call',
  'take-back': 'refused no-call',
  'hand-over': 'refused no-call',
  'switch-call': 'refused no-call',
  drop: 'refused no-call',
  verify: 'refused no-call',
  ...SUPERVISED,
  'act-failed': 'act-failed:busy:transfer',
  'after-call': 'refused command-not-possible',
  decline: 'refused no-call',
  'hang-up': 'refused no-call',
  'more-time': 'refused command-not-possible',
  'pick-up': 'refused stale-offer',
  hold: 'refused no-call',
  reattach: 'refused no-call',
  'reconcile, the leg is up': '> hang-up:normal@m1',
  resume: 'refused no-call',
  'send-digits': 'refused no-call',
  record: 'refused no-call',
  transfer: 'refused no-call',
}

/** Signed in, without a call. */
export const SIGNED_IN: Row = {
  ...FREE,
  watch: 'leg-made mode-changed:dialling > dial@m1 agent-changed:dialling@q1',
  'adopt-leg': 'leg-made mode-changed:dialling > own@m3 agent-changed:dialling@q1',
  'configure, disabled': 'agent-configured mode-changed:signed-out signed-out:supervisor > agent-changed:signed-out@q1',
  'sign-in elsewhere': 'phone-changed:extension',
  dispose: 'call-disposed',
  'sign-out': 'mode-changed:signed-out signed-out:agent > agent-changed:signed-out@q1',
  'sign-out by a supervisor': 'mode-changed:signed-out signed-out:supervisor > agent-changed:signed-out@q1',
}

/** From the ring to the end of the talk. */
export const IN_CALL: Row = {
  'switch-call': 'refused no-call',
  ...SUPERVISED,
  watch: 'refused agent-busy',
  'act-failed': 'act-failed:busy:transfer',
  'after-call': 'after-set',
  dispose: 'call-disposed',
  'pick-up': 'refused stale-offer',
  'more-time': 'refused command-not-possible',
  'wrap-up': 'refused command-not-possible',
  'adopt-leg': '> agent-left:system@c9',
  'configure, disabled': 'agent-configured after-set',
  dial: 'refused agent-busy',
  'dial without a media node': 'refused agent-busy',
  'end-wrap-up': 'refused command-not-possible',
  offer: '> offer-refused:busy@q1',
  'may-ring': '> may-ring-told:busy:r2@c2',
  'ring-direct': '> agent-missed:busy:r2@c2',
  'sign-in elsewhere': 'refused agent-busy',
  'sign-out': 'after-set',
  'sign-out by a supervisor': 'after-set',
  'take-break': 'after-set',
}

/** While a phone rings for whatever reason. */
export const RINGING: Row = {
  ...IN_CALL,
  consult: 'refused no-call',
  invite: 'refused no-call',
  swap: 'refused no-call',
  merge: 'refused no-call',
  'take-back': 'refused no-call',
  'hand-over': 'refused no-call',
  drop: 'refused no-call',
  verify: 'refused no-call',
  'call-over': 'ring-withdrawn:call-over mode-changed:ready leg-let-go > hang-up:cancelled@m1 agent-changed:ready@q1',
  'configure, another queue': 'agent-configured > agent-changed:ringing@q1 agent-changed:ringing@q2',
  hold: 'refused no-call',
  reattach: 'refused no-call',
  'refresh-standing': '> agent-changed:ringing@q7',
  resume: 'refused no-call',
  'send-digits': 'refused no-call',
  record: 'refused no-call',
  transfer: 'refused no-call',
}

/** With an own leg that is up. */
export const TALKING: Row = {
  ...IN_CALL,
  'call-moved': 'contact-moved',
  consult: '> consult@c1',
  invite: '> invite@c1',
  swap: '> swap@c1',
  merge: '> merge@c1',
  'take-back': '> take-back@c1',
  'hand-over': '> hand-over@c1',
  drop: '> drop@c1',
  verify: '> verify@c1',
  'check-told': 'check-told',
  'talk-told': 'talk-told',
  'configure, another queue': 'agent-configured > agent-changed:talking@q1 agent-changed:talking@q2',
  decline: 'refused no-call',
  'hang-up': 'hang-up-asked > hang-up:agent@c1',
  hold: '> hold@c1',
  'phone-held': '> hold@c1',
  'phone-held, no more': '> resume@c1',
  reattach: 'reattach-begun > dial@m1',
  'refresh-standing': '> agent-changed:talking@q7',
  resume: '> resume@c1',
  'send-digits': '> send-digits@c1',
  record: '> record:pause@c1',
  'recording-changed': 'recording-told',
  transfer: '> transfer@c1',
  'transfer-asked': '> transfer@c1',
}
