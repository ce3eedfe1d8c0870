// Words of lines to the outside: a number tried, what is wrong in a form.
import type { Words } from '../words.ts'
import type { lineFaults as zhFaults, tryNumber as zhTry } from '../zh/lines.ts'

export const tryNumber: Words<typeof zhTry> = {
  number: 'Try a number',
  by: 'Dialled by',
  anybody: 'Anybody',
  run: 'Try',
  help: 'Shows the route it would take. Nothing is dialled.',
  outcomes: { out: 'Goes out', inside: 'Inside', blocked: 'Blocked', nowhere: 'Leads nowhere' },
  insides: {
    agent: 'An agent’s number',
    queue: 'A queue',
    extension: 'An extension',
    'access-number': 'An access number',
    code: 'A phone code',
    mailbox: 'A message for an agent',
    'pick-up': 'A ring picked up',
    park: 'A park place',
    outside: 'An outside number',
  },
  written: 'The carrier sees',
  down: 'does not answer',
  noCaller: 'no caller number',
  ofTrunk: (name) => `Own prefixes of trunk “${name}”`,
  verdicts: {
    taken: 'taken',
    off: 'switched off',
    prefix: 'other prefix',
    length: 'other length',
    caller: 'other callers',
    area: 'other area',
    hours: 'not at this time',
    'no-trunk': 'no trunk switched on',
  },
}

export const lineFaults: Words<typeof zhFaults> = {
  fewDigits: 'Cannot be fewer than the least',
  pin: 'A PIN has 4 to 12 digits',
  codeTwice: 'There is a code for it already',
  codeClash: (code) => `It or ${code} begins with the other: choose another`,
  phonePassword: 'Its desk phone fetches a password of its own: delete the phone before setting another one',
  phoneNumber: 'Its desk phone uses the number it has: delete the phone before changing it',
  phoneNeeded: 'Choose at least one extension',
  flowOrNumber: 'Choose a flow, or give a number that rings directly',
  limitNeeded: 'Give a limit at once or in an hour, or choose none at all',
  trunkNeeded: 'Choose at least one trunk',
  prefixNeeded: 'Give a prefix, else it takes every number',
  tlsNeeded: 'Choose TLS: the keys of the sound travel in the signalling',
  siteByAddress: 'Choose “By address”: a site is known by where it is',
}

/** Whose a number is already. */
export const numberOwners = {
  ...{ agents: 'agents', extensions: 'extensions', numbers: 'access numbers' },
  ...{ ring_groups: 'ring groups', park_places: 'park places' },
}
