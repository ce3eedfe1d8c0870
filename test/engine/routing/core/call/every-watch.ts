// What comes to the same in many stands of a call: a supervisor who listens or sends a waiting caller elsewhere, a flag.
const TALKS = new Set([
  'in a talk',
  'that asks a colleague’s desk',
  'in a talk outside',
  'on hold',
  'that consults',
  'of three',
])

const CHECKS = new Set(['whose check is asked for', 'in a check'])

export const flagged = (stand: string): string =>
  TALKS.has(stand) || CHECKS.has(stand) ? 'flagged > play@m1' : 'refused command-not-possible'

export const soundTold = (stand: string): string =>
  TALKS.has(stand) || CHECKS.has(stand) ? 'line-told' : 'refused command-not-possible'

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

const OUT =
  'recording-paused:a1 check-asked > pause-recording@m1 recording-changed@a1 hear@m1 lookup:new-1 check-told@a1 = checking'

const VERIFIED: Record<string, string> = {
  'in a talk': OUT,
  'in a talk outside': OUT,
  'on hold': 'refused command-not-possible',
  'that consults': 'refused in-consultation',
  'of three': 'refused in-conference',
}
export const verified = (stand: string): string => VERIFIED[stand] ?? 'refused command-not-possible'

/** Only who is parked is fetched. */
export const fetched = (stand: string): string =>
  stand === 'that is parked' ? 'ring-begun > ring-direct:new-1@a2 play@m1 = ringing' : 'refused command-not-possible'
