// Recordings of a search as files for a ZIP: each named by time, numbers and agent, so that a folder of them is a list.
import type { Storage } from '../../ports/storage.ts'
import type { CallRow } from '../../protocol/api.ts'
import type { Sql } from '../store/postgres.ts'
import type { Files, Zipped } from '../table-files/zip.ts'
import { type CallExport, callPieces } from './call-export.ts'
import { recordingFile } from './call-log.ts'

export interface RecordingExport extends CallExport {
  sound: 'mp3' | 'wav'
  /** whether who asks may hear this call */
  mayHear(call: CallRow): boolean
}

const PIECE = 20

export async function* recordingsOf(sql: Sql, storage: Storage, ask: RecordingExport): Files {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: ask.timeZone, dateStyle: 'short', timeStyle: 'medium' })
  for await (const rows of callPieces(sql, ask, PIECE)) {
    const piece: Zipped[] = []
    for (const call of rows) if (ask.mayHear(call)) piece.push(await fileOf(sql, storage, call, ask.sound, clock))
    yield piece
  }
}

async function fileOf(
  sql: Sql,
  storage: Storage,
  call: CallRow,
  sound: 'mp3' | 'wav',
  clock: Intl.DateTimeFormat,
): Promise<Zipped> {
  const id = call.recording?.id ?? ''
  const file = (await recordingFile(sql, id, sound)) ?? (await recordingFile(sql, id, undefined))
  const path = file && (await storage.local(`recordings/${file.path}`))
  const parts = [
    clock.format(call.arrivedAt).replace(' ', '_').replaceAll(':', '-'),
    call.from,
    call.to,
    ...call.agentNames,
  ]
  return { path: path ?? '', name: `${parts.map(plain).filter(Boolean).join('_')}.${file?.format ?? sound}` }
}

/** What every system takes in a file's name. */
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}+.-]/gu, '').slice(0, 40)
