// Reliable provisional responses of a callee (RFC 3262): one at a time, repeated until PRACK.
import type { ReplySpec, ServerHandle, StackEnv } from './env.ts'
import { T1, T64 } from './limits.ts'

export class ReliableProgress {
  readonly #env: StackEnv
  readonly #transaction: ServerHandle
  readonly #lost: () => void
  readonly #waiting: ReplySpec[] = []
  #rseq: number
  #unacked = false
  #whenClear: (() => void) | undefined
  #stop = () => {}

  constructor(env: StackEnv, transaction: ServerHandle, lost: () => void) {
    this.#env = env
    this.#transaction = transaction
    this.#lost = lost
    // RFC 3262 3: starts between 1 and 2^31-1; small leaves room to count up
    this.#rseq = Math.floor(Math.random() * 10_000)
  }

  send(spec: ReplySpec): void {
    if (this.#unacked) {
      if (this.#waiting.length < 8) this.#waiting.push(spec)
      return
    }
    this.#unacked = true
    this.#rseq++
    const headers = [...(spec.headers ?? []), ['Require', '100rel'] as const, ['RSeq', String(this.#rseq)] as const]
    this.#transaction.reply({ ...spec, headers })
    this.#repeat(T1, T1)
  }

  /** Runs `then` when nothing waits for PRACK: a 2xx may not overtake it (RFC 3262 3). */
  whenClear(then: () => void): void {
    if (this.#unacked) this.#whenClear = then
    else then()
  }

  prack(transaction: ServerHandle) {
    const rack = /^(\d+)\s+(\d+)\s+(\S+)$/.exec(transaction.request.headers.get('rack') ?? '')
    const { cseq } = this.#transaction.request
    const fits = this.#unacked && rack && Number(rack[1]) === this.#rseq && Number(rack[2]) === cseq
    if (!fits) return transaction.reply({ status: 481 })
    transaction.reply({ status: transaction.request.body.length ? 488 : 200 })
    this.#stop()
    this.#unacked = false
    const next = this.#waiting.shift()
    if (next) return this.send(next)
    this.#whenClear?.()
    this.#whenClear = undefined
  }

  stop(): void {
    this.#stop()
    this.#waiting.length = 0
    this.#whenClear = undefined
  }

  #repeat(wait: number, waited: number): void {
    this.#stop = this.#env.clock.after(wait, () => {
      if (waited >= T64) return this.#lost()
      this.#env.counters.retransmitted++
      this.#transaction.repeat()
      this.#repeat(wait * 2, waited + wait * 2)
    })
  }
}
