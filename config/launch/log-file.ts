// A part's log: what it prints, in <data folder>/logs/<part>.log.
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

/** a log longer than this is put aside as <part>.log.1 when the part starts */
const LONGEST_LOG_BYTES = 50 * 2 ** 20

export function openLog(folder: string, name: string): WriteStream {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.log`)
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG_BYTES) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a' })
}
