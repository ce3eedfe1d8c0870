// A 2xx to an INVITE is repeated until its ACK comes, on every transport (RFC 3261 13.3.1.4).
import type { StackEnv } from './env.ts'
import { T1, T2, T64 } from './limits.ts'

export interface AwaitAck {
  readonly cseq: number
  stop(): void
}

export function awaitAck(env: StackEnv, cseq: number, repeat: () => void, failed: () => void): AwaitAck {
  let stopRepeat = () => {}
  const again = (ms: number) => {
    stopRepeat = env.clock.after(ms, () => {
      env.counters.retransmitted++
      repeat()
      again(Math.min(ms * 2, T2))
    })
  }
  again(T1)
  const stop = () => {
    stopRepeat()
    stopEnd()
  }
  const stopEnd = env.clock.after(T64, () => {
    stopRepeat()
    failed()
  })
  return { cseq, stop }
}
