// An Excel file is a ZIP of XML. Its parts are unpacked here once within bounds, so that a small file cannot grow into gigabytes
// in the reader, whatever sizes it claims; PKWARE APPNOTE 4.3.12 and 4.3.16.
import { inflateRawSync } from 'node:zlib'
import { done, type Outcome, type Refused } from '../../records/record/outcome.ts'
import { columnLetters, fileFault } from './problem.ts'

/** unpacked, all parts together */
const MOST_UNPACKED = 256_000_000
const MOST_PARTS = 2_000
/** columns of a sheet: up to ZZ */
export const MOST_COLUMNS = 702
/** a cell beyond ZZ */
const WIDE_CELL = /<c\b[^>]*?\br="([A-Z]{3,}\d+)"/

const END = 0x06054b50
const ENTRY = 0x02014b50

const TOO_LARGE = fileFault(
  `文件解压后超过 ${MOST_UNPACKED / 1e6} MB，不予读取。请拆分文件，或另存为 CSV 后再导入。`,
  `Unpacked, the file has more than ${MOST_UNPACKED / 1e6} MB and is not read. Split it, or save it as CSV.`,
)
const BROKEN = fileFault('Excel 文件已损坏，无法读取。', 'The Excel file is damaged and cannot be read.')

/** Its XML by path, within bounds. */
export function unzip(bytes: Buffer): Outcome<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END) return BROKEN
  const parts = bytes.readUInt16LE(end + 10)
  if (parts > MOST_PARTS) return TOO_LARGE
  let at = bytes.readUInt32LE(end + 16)
  let left = MOST_UNPACKED
  for (let part = 0; part < parts; part++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) return BROKEN
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const unpacked = unpack(bytes, at, left)
    if (unpacked === 'too-large') return TOO_LARGE
    if (unpacked === 'broken') return BROKEN
    left -= unpacked.length
    if (/\.(?:xml|rels)$/i.test(name)) found.set(name, unpacked)
    const wide = /worksheets\/.*\.xml$/i.test(name) ? WIDE_CELL.exec(unpacked.toString('latin1')) : null
    if (wide) return tooWide(wide[1])
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return done(found)
}

export const tooWide = (cell: string | undefined, sheet?: string): Refused =>
  fileFault(
    `${sheet ? `工作表“${sheet}”` : '文件'}的列太多：单元格 ${cell ?? ''} 超出了 ${columnLetters(MOST_COLUMNS - 1)} 列。请只保留需要的列。`,
    `${sheet ? `Sheet "${sheet}"` : 'The file'} is too wide: cell ${cell ?? ''} lies beyond column ${columnLetters(MOST_COLUMNS - 1)}. Keep only the columns that are needed.`,
  )

function unpack(bytes: Buffer, entry: number, most: number): Buffer | 'too-large' | 'broken' {
  const [method, packed, local] = [entry + 10, entry + 20, entry + 42].map((at, n) =>
    n === 0 ? bytes.readUInt16LE(at) : bytes.readUInt32LE(at),
  ) as [number, number, number]
  if (local + 30 > bytes.length) return 'broken'
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const content = bytes.subarray(from, from + packed)
  if (method === 0) return content.length > most ? 'too-large' : content
  if (most <= 0) return 'too-large'
  try {
    return inflateRawSync(content, { maxOutputLength: most })
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken'
  }
}
