// Lengths of Opus packets by the tables of RFC 6716 3.1 and 3.2.
import t from 'tap'
import { oggOpus, opusMs } from '#media/audio/opus.ts'

const packet = (config: number, code: number, ...rest: number[]) => Buffer.from([(config << 3) | code, ...rest])

t.test('a packet tells how long it lasts', async (t) => {
  t.equal(opusMs(packet(1, 0, 7)), 20, 'SILK, one frame')
  t.equal(opusMs(packet(3, 0, 7)), 60)
  t.equal(opusMs(packet(15, 1, 7, 7)), 40, 'hybrid, two frames of one size')
  t.equal(opusMs(packet(31, 2, 1, 7, 7)), 40, 'CELT, two frames of different sizes')
  t.equal(opusMs(packet(28, 3, 6, 7)), 15, 'six frames of 2.5 ms')
  t.equal(opusMs(Buffer.alloc(0)), 0)
})

t.test('a file has a page for each packet, and the place of its end in samples', async (t) => {
  const file = oggOpus([packet(31, 0, 1, 2, 3), Buffer.concat([packet(31, 0), Buffer.alloc(600)])])
  const pages = file.toString('latin1').split('OggS').slice(1)
  t.equal(pages.length, 4)
  t.match(pages[0], 'OpusHead')
  t.equal(file.readBigUInt64LE(file.lastIndexOf('OggS') + 6), 1920n, '40 ms at 48 kHz')
  t.equal(file[file.lastIndexOf('OggS') + 26], 3, '601 bytes are three segments')
})
