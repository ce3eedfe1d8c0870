// The centre's clock: every date and time that a page shows or asks for is of the centre's zone, wherever the reader sits.
let zone: string | undefined
let formatter = formatterOf(undefined)

function formatterOf(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
}

/** IANA name, known with the session or, for a board on the wall, from /api/about; until then the browser's own. */
export function setCentreZone(timeZone: string | undefined): void {
  zone = timeZone
  formatter = formatterOf(zone)
}

export const centreZone = (): string | undefined => zone

/** 'YYYY-MM-DD HH:MM:SS' on the wall of the centre. */
export const wallAt = (at: number): string => formatter.format(at)

/** The moment of a wall time 'YYYY-MM-DDTHH:MM'; NaN when it is none. Of an hour that comes twice, one of the two. */
export function momentOf(wall: string): number {
  const guess = Date.parse(`${wall}Z`)
  if (Number.isNaN(guess)) return Number.NaN
  const ahead = (at: number): number => Date.parse(`${wallAt(at).replace(' ', 'T')}Z`) - at
  return guess - ahead(guess - ahead(guess))
}
