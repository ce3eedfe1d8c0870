// What comes to the same in many stands of a call: a supervisor who listens or sends a waiting caller elsewhere, a flag.
const TALKS = new Set([
  'in a talk',
  'that asks a colleague’s desk',
  'in a talk outside',
  'on hold',
  'that consults',
  'of three',
])

export const flagged = (stand: string): string =>
  TALKS.has(stand) ? 'flagged > play@m1' : 'refused command-not-possible'

export const soundTold = (stand: string): string => (TALKS.has(stand) ? 'line-told' : 'refused command-not-possible')

const WAITS = new Set(['that joins a queue', 'in a queue', 'for which an agent rings'])

export const redirected = (stand: string): string =>
  WAITS.has(stand)
    ? 'queue-left:transferred target-asked:new-2 > leave:transferred@q1 play@m1 lookup:new-2 = finding'
    : 'refused command-not-possible'

export function watched(stand: string): string {
  if (TALKS.has(stand)) return 'watch-begun > hear@m1 call-connected@s1 watch-told@s1'
  return stand === 'new' || stand === 'that is to call back'
    ? '> call-over:cancelled@s1'
    : '> hang-up:cancelled@m1 call-over:cancelled@s1'
}
