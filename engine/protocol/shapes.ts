// Versions of what is kept: records in the ledger, checkpoints, views on the bus, the media node's journal. A reader knows
// every shape up to its own version; a newer one it refuses in words instead of misreading it.

export class NewerShape extends Error {
  constructor(what: string, found: unknown, known: number) {
    super(
      `${what} has shape ${String(found)}; this version of Tinglan reads shapes up to ${known}: start the newer version`,
    )
  }
}

/** The newest shape of a decision record that this version reads and writes. */
export const RECORD_SHAPE = 2

/** Of what engine nodes show on the bus; without a number it is one of before there were any. */
export const VIEW_SHAPE = 1

/** Of a file in a media node's journal; without a number it is one of before there were any. */
export const JOURNAL_SHAPE = 1

/** Throws NewerShape. */
export function readable(record: { v: number; id: string }): void {
  if (!(record.v <= RECORD_SHAPE)) throw new NewerShape(`ledger record ${record.id}`, record.v, RECORD_SHAPE)
}
