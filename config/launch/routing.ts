// What doctor asks of a running engine: do all shards run, how does the ledger grow?
import { statfsSync } from 'node:fs'
import { SHARDS } from '#engine/protocol/actors.ts'
import { growthOf, growthWords } from '#engine/protocol/growth.ts'
import type { Settings } from '../settings.ts'

const ANSWERS_WITHIN_MS = 3_000
/** the ledger's end is told so many days before it is full */
const SOON_DAYS = 30

export interface RoutingState {
  lines: string[]
  advice: string[]
}

/** The values of a Prometheus text without labels. */
export function valuesOf(text: string): Map<string, number> {
  const found = [...text.matchAll(/^(\w+) ([0-9.e+-]+)$/gm)]
  return new Map(found.map(([, name = '', value]) => [name, Number(value)]))
}

/** `elsewhere`: shards that other nodes run. */
export async function routingState(settings: Settings, now: number, elsewhere: number): Promise<RoutingState> {
  const url = `http://127.0.0.1:${settings.metrics.engine}/metrics`
  const text = await fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }).then(
    (answer) => answer.text(),
    () => undefined,
  )
  const log = `see ${settings.dirs.logs}/engine.log`
  if (text === undefined) return { lines: [], advice: [`engine: it does not answer at ${url}: ${log}`] }
  const disk = settings.nats.url === undefined ? statfsSync(settings.dataDir) : undefined
  return judged(valuesOf(text), { now, log, elsewhere, freeBytes: disk && disk.bavail * disk.bsize })
}

export function judged(
  values: Map<string, number>,
  { now, log, elsewhere, freeBytes }: { now: number; log: string; elsewhere: number; freeBytes: number | undefined },
): RoutingState {
  const running = values.get('tinglan_shards') ?? 0
  const between = values.get('tinglan_shards_between') ?? 0
  const advice: string[] = []
  if (running + elsewhere === 0) advice.push(`engine: 0 of ${SHARDS} shards run, so it takes no call: ${log}`)
  else if (between > 0)
    advice.push(`engine: ${between} of ${SHARDS} shards run nowhere, their calls and queues wait: ${log}`)
  const held = {
    bytes: values.get('tinglan_ledger_bytes') ?? 0,
    firstAt: values.get('tinglan_ledger_first_at_ms') ?? 0,
    maxBytes: values.get('tinglan_ledger_max_bytes') ?? 0,
  }
  const growth = growthOf(held, now, freeBytes)
  if (growth.daysLeft !== undefined && growth.daysLeft < SOON_DAYS)
    advice.push(
      `ledger: ${growthWords(held, growth).en}: free disk, or set ledger.maxAgeDays or ledger.maxGiB so that its oldest facts leave`,
    )
  return { lines: [`shards here: ${running} of ${SHARDS}`, `ledger: ${growthWords(held, growth).en}`], advice }
}
