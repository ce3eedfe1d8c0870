// What a supervisor who comes to a call finds in every stand of it: a talk, or nothing to listen to.
const TALKS = new Set(['in a talk', 'in a talk outside', 'on hold', 'that consults', 'of three'])

export function watched(stand: string): string {
  if (TALKS.has(stand)) return 'watch-begun > hear@m1 call-connected@s1 watch-told@s1'
  return stand === 'new' ? '> call-over:cancelled@s1' : '> hang-up:cancelled@m1 call-over:cancelled@s1'
}
