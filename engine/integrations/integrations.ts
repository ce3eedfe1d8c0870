// Webhooks at work in one gateway: follows the ledger while there is somebody to tell, and sends what waits.
import type { Bus, Subscription } from '../ports/bus.ts'
import type { FollowTrouble, Ledger } from '../ports/ledger.ts'
import type { Sql } from '../records/store/postgres.ts'
import { deliverDue, sweepDeliveries } from './deliver.ts'
import { followForWebhooks, listening, placeAtEnd } from './follow-ledger.ts'
import { keyLog } from './keys.ts'
import { type PostThrough, postWithin } from './send.ts'

const CHANGED = 'webhooks.changed'
const LOOK_MS = 1_000
const SWEEP_MS = 3_600_000

export interface IntegrationParts {
  sql: Sql
  ledger: Ledger
  bus: Bus
  now(): number
  post: PostThrough
  failed(error: unknown, where: string): void
  trouble(trouble: FollowTrouble): void
}

export interface Integrations {
  keys: ReturnType<typeof keyLog>
  /** who is told what has changed, at every gateway */
  changed(): Promise<void>
  /** something waits: send it now */
  wake(): void
  stop(): Promise<void>
}

export async function startIntegrations(parts: IntegrationParts): Promise<Integrations> {
  const { sql, ledger, bus, now, failed } = parts
  const keys = keyLog(sql, now, (error) => failed(error, 'the log of API keys'))
  const post = postWithin(parts.post, failed)
  let following: Subscription | undefined
  let working: Promise<void> | undefined
  let stopped = false

  const work = async (): Promise<void> => {
    while (!stopped && (await deliverDue(sql, post, now)) > 0);
  }
  const wake = (): void => {
    working ??= work()
      .catch((error) => failed(error, 'webhooks'))
      .finally(() => {
        working = undefined
      })
  }
  const look = async (): Promise<void> => {
    const some = (await listening(sql)).length > 0
    if (some && !following && !stopped)
      following = await followForWebhooks(sql, ledger, now, { came: wake, trouble: parts.trouble })
    else if (!some && following) {
      await following.stop()
      following = undefined
    }
  }
  // one after the other: two looks at once would follow twice
  let looking: Promise<void> = look()
  await looking
  const again = (): Promise<void> => {
    looking = looking.then(look).catch((error) => failed(error, 'webhooks'))
    return looking
  }
  const heard = await bus.subscribe(CHANGED, () => void again())
  const timer = setInterval(() => following && wake(), LOOK_MS)
  const sweeps = setInterval(() => {
    Promise.all([sweepDeliveries(sql, now), keys.sweep()]).catch((error) => failed(error, 'a sweep'))
  }, SWEEP_MS)
  return {
    keys,
    async changed() {
      // nobody listened until now: what happened meanwhile is nobody's
      if (!following) await placeAtEnd(sql, ledger)
      await again()
      bus.publish(CHANGED, {})
    },
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      clearInterval(sweeps)
      await heard.stop()
      await looking
      await following?.stop()
      await working
      await keys.stop()
    },
  }
}
