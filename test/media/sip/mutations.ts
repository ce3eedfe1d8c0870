// Seeded mutations of real messages: the same seed gives the same bytes, so a failure can be had again.
import { randomOf } from '#analytics/random.ts'

const PIECES = [
  '\r\n',
  '\0',
  '"',
  '<',
  '>',
  ';',
  ',',
  ':',
  '%00',
  '\r\n ',
  '=',
  '@',
  'SIP/2.0',
  '听',
  ' ',
  '-1',
  '99999999999',
]

export function* mutations(corpus: readonly Buffer[], seed: number, count: number): Generator<Buffer> {
  const random = randomOf(seed)
  const pick = (n: number) => Math.floor(random() * n)
  for (let i = 0; i < count; i++) {
    let bytes: Buffer = Buffer.from(corpus[pick(corpus.length)]!)
    for (let n = 1 + pick(4); n > 0; n--) bytes = mutate(bytes, pick, corpus)
    yield bytes
  }
}

function mutate(bytes: Buffer, pick: (n: number) => number, corpus: readonly Buffer[]): Buffer {
  const at = pick(bytes.length + 1)
  const rest = bytes.subarray(at)
  switch (pick(7)) {
    case 0: {
      const copy = Buffer.from(bytes)
      if (copy.length) copy[pick(copy.length)] = pick(256)
      return copy
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(PIECES[pick(PIECES.length)]!), rest])
    case 2:
      return Buffer.concat([bytes.subarray(0, at), rest.subarray(pick(20))])
    case 3:
      return Buffer.from(bytes.subarray(0, at))
    case 4: {
      const other = corpus[pick(corpus.length)]!
      return Buffer.concat([bytes.subarray(0, at), other.subarray(pick(other.length))])
    }
    case 5: {
      const lines = bytes.toString('latin1').split('\r\n')
      const a = pick(lines.length)
      lines.splice(pick(lines.length), 0, lines[a]!)
      return Buffer.from(lines.join('\r\n'), 'latin1')
    }
    default:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(pick(300), bytes[at] ?? 65), rest])
  }
}
