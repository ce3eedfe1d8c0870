// Excel files for tests: as people make them, and one that would hurt its reader.
import { deflateRawSync } from 'node:zlib'
import { type Range, utils, write } from '@e965/xlsx'

export type Cells = (string | number | Date | null)[][]

export function bookOf(sheets: Record<string, Cells>, merges: Record<string, string[]> = {}): Buffer {
  const book = utils.book_new()
  for (const [name, cells] of Object.entries(sheets)) {
    const sheet = utils.aoa_to_sheet(cells, { UTC: true })
    sheet['!merges'] = (merges[name] ?? []).map((range): Range => utils.decode_range(range))
    utils.book_append_sheet(book, sheet, name)
  }
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

/** 400 MB when it is unpacked, and says otherwise. */
export const bombBook = (): Buffer => zip('xl/worksheets/sheet1.xml', Buffer.alloc(10_000_000, 0x20), 1_000, 40)

/** A ZIP whose parts are all the same bytes, and claim another size than they have. */
function zip(name: string, content: Buffer, claimed: number, parts: number): Buffer {
  const packed = deflateRawSync(content)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(claimed, 22)
  head.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46 + name.length, name)
  entry.fill(0, 0, 46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(claimed, 24)
  entry.writeUInt16LE(name.length, 28)
  entry.write(name, 46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts, 8)
  end.writeUInt16LE(parts, 10)
  end.writeUInt32LE(parts * entry.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([head, Buffer.from(name), packed, ...Array.from({ length: parts }, () => entry), end])
}
