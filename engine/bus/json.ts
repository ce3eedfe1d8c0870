// JSON on the wire; an empty payload is `undefined`.

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const encode = (value: unknown): Uint8Array =>
  value === undefined ? new Uint8Array(0) : encoder.encode(JSON.stringify(value))

export const decode = (bytes: Uint8Array): unknown =>
  bytes.length === 0 ? undefined : JSON.parse(decoder.decode(bytes))
