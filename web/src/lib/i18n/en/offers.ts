// English of zh/offers.ts; the type forces every word.
import { OFFER_STATES, OFFER_TYPES } from '#engine/protocol/words/planning.ts'
import { wordsIn } from '#engine/protocol/words/word.ts'
import type { Words } from '../words.ts'
import type { offers as zh } from '../zh/offers.ts'

export const offers: Words<typeof zh> = {
  view: 'Adjust today',
  rest: (time) => `Today after ${time}`,
  missing: 'Missing',
  tooMany: 'Too many',
  inHours: (hours) => `${hours} agent-hours`,
  withAll: 'With all accepted',
  notThere: (names) => `On duty, not signed in, not counted: ${names}`,
  title: 'What may be offered',
  help: 'From the need by the re-forecast and who is there now, the most useful first; one an agent a day at most, within the working-time rules.',
  none: 'Nothing is worth an offer',
  noneHelp: 'The rest of today has the agents it needs, or it is too late to move breaks and ends of duties.',
  agent: 'Agent',
  what: 'Change',
  effect: 'What it does alone',
  types: wordsIn(OFFER_TYPES, 'en'),
  states: wordsIn(OFFER_STATES, 'en'),
  span: (from, to) => `${from} → ${to}`,
  all: 'All',
  send: (n) => `Send to ${n}`,
  sent: (n) => `Sent to ${n}`,
  made: 'Offers of today',
  noneMade: 'No offer today',
  withdraw: 'Withdraw',
  withdrawn: 'Withdrawn',
  mine: {
    title: 'Offer for your duty today',
    'move-break': (from, to, minutes) => `Move your break of ${from} (${minutes} min) to ${to}`,
    'stay-longer': (from, to, minutes) => `Stay ${minutes} min longer: until ${to} (now ${from})`,
    'leave-early': (from, to, minutes) => `Leave ${minutes} min early: at ${to} (now ${from})`,
    why: (before, after) => `Agents missing today: ${before} → ${after} hours`,
    spare: (before, after) => `Agents too many today: ${before} → ${after} hours`,
    until: (time) => `Answer before ${time}`,
    accept: 'Accept',
    decline: 'Decline',
    accepted: 'Accepted: your roster is changed',
    declined: 'Declined: your duty stays as it is',
  },
}
