// A key-value bucket in JetStream. Only compare-and-set changes what several nodes write (shard ownership).
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream'
import { type KV, Kvm } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/transport-node'
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'
import { decode, encode } from './json.ts'
import { type Told, tried, within } from './patience.ts'

/** "wrong last sequence": somebody else was first. The second code is the one newer servers give. */
const SOMEONE_ELSE = [10071, 10164]
const KEYS_MS = 10_000

export async function openBucket(
  nc: NatsConnection,
  bucket: string,
  replicas: number | undefined,
  onConnection: (heard: (connected: boolean) => void) => void,
  told: Told,
): Promise<KeyValue> {
  const kv = await tried(
    `bucket ${bucket}`,
    async () => {
      // read from the leader alone: a copy may be behind, or on a machine whose end nobody has noticed yet
      const read = { allow_direct: false }
      const opened = await new Kvm(nc).create(bucket, { history: 1, replicas: replicas ?? 1, ...read })
      if (replicas !== undefined) await setReplicas(nc, bucket, replicas)
      return opened
    },
    { tries: 10, pauseMs: 500, told },
  )
  const fault = (key: string): never => {
    throw new BusFault(nc.isClosed() ? 'closed' : 'timeout', `${bucket}/${key}`)
  }
  return {
    async get(key) {
      const entry = await kv.get(key).catch(() => fault(key))
      if (entry?.operation !== 'PUT') return undefined
      return { value: decode(entry.value), revision: entry.revision }
    },
    async compareAndSet(key, value, revision) {
      try {
        return revision === 0 ? await kv.create(key, encode(value)) : await kv.update(key, encode(value), revision)
      } catch (error) {
        if (error instanceof JetStreamApiError && SOMEONE_ELSE.includes(error.code)) return undefined
        return fault(key)
      }
    },
    put: (key, value) => kv.put(key, encode(value)).catch(() => fault(key)),
    remove: (key) => kv.purge(key).catch(() => fault(key)),
    async keys() {
      const keys: string[] = []
      const found = await kv.keys().catch(() => fault('*'))
      const all = async () => {
        for await (const key of found) keys.push(key)
      }
      await within(KEYS_MS, `keys of ${bucket}`, all()).catch(() => fault('*'))
      return keys
    },
    watch: (heard) => watch(kv, heard, onConnection, told),
  }
}

/** A bucket that is there already gets the replicas that are wanted now. */
async function setReplicas(nc: NatsConnection, bucket: string, replicas: number): Promise<void> {
  const manager = await jetstreamManager(nc)
  const { config } = await manager.streams.info(`KV_${bucket}`)
  if (config.num_replicas !== replicas) await manager.streams.update(config.name, { num_replicas: replicas })
}

async function watch(
  kv: KV,
  heard: (key: string, value: unknown | undefined, revision: number) => void,
  onConnection: (heard: (connected: boolean) => void) => void,
  told: Told,
) {
  type Watching = Awaited<ReturnType<KV['watch']>>
  let watching: Watching | undefined
  let stopped = false
  const seen = new Map<string, number>()
  const begin = async () => {
    watching?.stop()
    const mine = await kv.watch()
    watching = mine
    if (stopped) mine.stop()
    const read = async () => {
      for await (const entry of mine) {
        if ((seen.get(entry.key) ?? 0) >= entry.revision) continue
        seen.set(entry.key, entry.revision)
        heard(entry.key, entry.operation === 'PUT' ? decode(entry.value) : undefined, entry.revision)
      }
    }
    void read()
  }
  // the server forgets the reader when it restarts, and the client would notice only after two missed heartbeats
  onConnection((connected) => {
    if (!connected) return
    const again = async () => {
      if (!stopped) await begin()
    }
    // without it a change of owner would be heard of never
    tried('watch a bucket', again, { tries: 20, pauseMs: 250, told }).catch((err) =>
      told('a bucket is not watched', { err }),
    )
  })
  await begin()
  return {
    async stop() {
      stopped = true
      watching?.stop()
    },
  }
}
