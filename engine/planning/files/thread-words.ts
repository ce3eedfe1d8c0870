// What goes to the thread of files, and what comes back.
import type { ImportPreview, SlotMinutes } from '../../protocol/planning.ts'
import type { Outcome } from '../../records/record/outcome.ts'
import type { ReadAsk, RowsOf } from './read-file.ts'

/** of one file */
export const FILE_BYTES = 16_000_000

export interface FileWork {
  bytes: Uint8Array
  ask: ReadAsk
  /** rows of one piece, cut where a date ends */
  pieceRows: number
}

/** The rows themselves stay in the thread until they are asked for, a piece at a time. */
export interface FileSeen {
  preview: ImportPreview
  slotMinutes: SlotMinutes
}

export type FileNews =
  | { type: 'seen'; seen: Outcome<FileSeen> }
  | { type: 'piece'; rows: RowsOf[keyof RowsOf][] }
  | { type: 'end' }

/** Sent to the thread: the next piece, please. */
export const NEXT = 'next'
