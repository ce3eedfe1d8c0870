// Cuts a TCP stream into messages by Content-Length (RFC 3261 18.3), within a bound. Kamailio takes a bare line feed
// for a line end and hands it on: whoever reads only CR LF would lose step and swallow the messages after it.

export type Frame =
  | { message: Buffer; rest: Buffer }
  /** A CRLF CRLF keep-alive (RFC 5626 3.5.1): answer with one CRLF. */
  | { ping: true; rest: Buffer }
  | { more: true; rest: Buffer }
  /** Nothing after this can be told apart: close the connection. */
  | { broken: string; message: Buffer }

const CR = 13
const LF = 10
const NOTHING = Buffer.alloc(0)
const START = /^(?:SIP\/2\.0 \d|\S+ .{0,4000} SIP\/\d)/i
const LENGTH = /\n(?:content-length|l)[ \t]*:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]*)/gi

/** Where the headers end and where the body starts; undefined while the empty line has not come. */
export function headEnd(buffer: Buffer): { head: number; body: number } | undefined {
  for (let at = buffer.indexOf(LF); at >= 0; at = buffer.indexOf(LF, at + 1)) {
    const head = buffer[at - 1] === CR ? at - 1 : at
    if (buffer[at + 1] === LF) return { head, body: at + 2 }
    if (buffer[at + 1] === CR && buffer[at + 2] === LF) return { head, body: at + 3 }
  }
  return undefined
}

export function nextFrame(buffer: Buffer, maxBytes: number): Frame {
  let blank = 0
  while (buffer[blank] === CR || buffer[blank] === LF) blank++
  if (blank >= 4) return { ping: true, rest: buffer.subarray(blank) }
  if (blank && blank < buffer.length) return nextFrame(buffer.subarray(blank), maxBytes)
  const end = headEnd(buffer)
  if (!end) return buffer.length > maxBytes ? { broken: 'too long', message: NOTHING } : { more: true, rest: buffer }
  const head = buffer.toString('latin1', 0, end.head)
  if (!START.test(head)) return { broken: 'start line', message: NOTHING }
  const lengths = [...head.matchAll(LENGTH)].map((match) => match[1]!.trim())
  const length = lengths[0] ?? '0'
  if (!/^\d{1,9}$/.test(length) || lengths.some((other) => other !== length)) {
    return { broken: 'content-length', message: buffer.subarray(0, end.body) }
  }
  const total = end.body + Number(length)
  if (total > maxBytes) return { broken: 'too long', message: NOTHING }
  if (buffer.length < total) return { more: true, rest: buffer }
  return { message: buffer.subarray(0, total), rest: buffer.subarray(total) }
}
