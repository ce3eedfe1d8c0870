// Whole JetStream streams in and out of a backup, by the server's own snapshot: sequences, times and headers stay.
import { connect, createInbox, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { decode, encode } from './json.ts'

const ASK_MS = 30_000
/** a piece must come, or be taken, within this */
const PIECE_MS = 60_000
const PIECE_BYTES = 512 * 1024

export interface StreamHead {
  config: Record<string, unknown> & { name: string }
  state: { messages: number; bytes: number; first_seq: number; last_seq: number }
}

export interface StreamCopies {
  names(): Promise<string[]>
  /** its description, and its content as the server packs it */
  take(name: string): Promise<{ head: StreamHead; pieces: AsyncIterable<Uint8Array> }>
  /** makes the stream; it must not be there */
  put(head: StreamHead, pieces: AsyncIterable<Uint8Array>): Promise<void>
  close(): Promise<void>
}

export class StreamFault extends Error {}

interface Answer {
  error?: { description?: string }
}

function answered<Body>(message: Msg, what: string): Body {
  const body = (message.data.length === 0 ? {} : decode(message.data)) as Body & Answer
  if (body.error) throw new StreamFault(`${what}: ${body.error.description ?? 'the server says no'}`)
  return body
}

export async function openStreamCopies(access: { servers: string[]; token: string }): Promise<StreamCopies> {
  const nc = await connect({ ...access, name: 'backup', timeout: 10_000, maxReconnectAttempts: 3 })
  const ask = async <Body>(subject: string, body: unknown, what: string): Promise<Body> =>
    answered<Body>(await nc.request(subject, encode(body), { timeout: ASK_MS }), what)
  return {
    async names() {
      const { streams } = await ask<{ streams: string[] | null }>('$JS.API.STREAM.NAMES', {}, 'the streams')
      return streams ?? []
    },
    async take(name) {
      const inbox = createInbox()
      const coming = nc.subscribe(inbox)
      const wanted = { deliver_subject: inbox, no_consumers: true, chunk_size: PIECE_BYTES }
      const head = await ask<StreamHead>(`$JS.API.STREAM.SNAPSHOT.${name}`, wanted, `a copy of ${name}`)
      return { head: { config: head.config, state: head.state }, pieces: piecesOf(coming, name) }
    },
    put: (head, pieces) => put(nc, head, pieces),
    close: () => nc.close(),
  }
}

/** Each piece is acknowledged when it was taken, so the server never runs ahead of the disk. An empty one is the end. */
async function* piecesOf(coming: AsyncIterable<Msg> & { unsubscribe(): void }, name: string) {
  const pieces = coming[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await inTime(pieces.next(), name)
      if (next.done) throw new StreamFault(`the copy of ${name} broke off`)
      const { value: message } = next
      if (message.headers && message.headers.code >= 400)
        throw new StreamFault(`the copy of ${name} broke off: ${message.headers.description}`)
      if (message.data.length === 0) return
      yield message.data
      message.respond()
    }
  } finally {
    coming.unsubscribe()
  }
}

async function inTime<Value>(work: Promise<Value>, name: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StreamFault(`the copy of ${name} stopped`)), PIECE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function put(nc: NatsConnection, head: StreamHead, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const { name } = head.config
  const what = `${name} cannot be restored`
  // how many copies the cluster keeps is this centre's own setting, made good at its start
  const wanted = encode({ config: { ...head.config, num_replicas: 1 }, state: head.state })
  const begun = await nc.request(`$JS.API.STREAM.RESTORE.${name}`, wanted, { timeout: ASK_MS })
  const { deliver_subject: to } = answered<{ deliver_subject: string }>(begun, what)
  for await (const piece of pieces) answered(await nc.request(to, piece, { timeout: PIECE_MS }), what)
  answered(await nc.request(to, new Uint8Array(), { timeout: PIECE_MS }), what)
}
