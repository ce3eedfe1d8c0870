// The bus: messages between roles and nodes. Contract suite: test/contract/bus. Values are JSON.

export interface Subscription {
  stop(): Promise<void>
}

export interface Bus {
  /** fire and forget */
  publish(subject: string, value: unknown): void
  /**
   * One question, one answer. Throws BusFault `no-responder` (nobody subscribes) or `timeout`.
   */
  ask(subject: string, value: unknown, timeoutMs: number): Promise<unknown>
  /** many answers within `waitMs` */
  askAll(subject: string, value: unknown, waitMs: number): Promise<unknown[]>
  /** subject may hold `*` and a last `>`; `answer` when the message was a question */
  subscribe(
    subject: string,
    heard: (value: unknown, subject: string, answer?: (value: unknown) => void) => void,
  ): Promise<Subscription>
  /** false while the connection is away; the bus reconnects by itself */
  connected(): boolean
  onConnection(heard: (connected: boolean) => void): void
  close(): Promise<void>
}

export class BusFault extends Error {
  readonly kind: 'no-responder' | 'timeout' | 'closed' | 'disconnected'
  readonly again: boolean
  constructor(kind: BusFault['kind'], subject: string) {
    super(`${kind}: ${subject}`)
    this.kind = kind
    this.again = kind !== 'closed'
  }
}

/** A key-value bucket with compare-and-set, for shard ownership and checkpoints. */
export interface KeyValue {
  get(key: string): Promise<{ value: unknown; revision: number } | undefined>
  /** revision 0 = must not exist; answers the new revision, or undefined when someone else was first */
  compareAndSet(key: string, value: unknown, revision: number): Promise<number | undefined>
  put(key: string, value: unknown): Promise<number>
  remove(key: string): Promise<void>
  keys(): Promise<string[]>
  watch(heard: (key: string, value: unknown | undefined, revision: number) => void): Promise<Subscription>
}
