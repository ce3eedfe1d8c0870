// Saved means in force: who of the engine nodes and the SIP edge does not obey a saved revision yet. A save waits for them
// a moment; whoever is late is told again by its own means, and the record is dated when all have followed.
import type { Bus } from '../ports/bus.ts'
import { subjects } from '../protocol/actors.ts'
import type { Label } from '../protocol/fields.ts'
import { type ConfigObeyed, OBEYED_EVERY_MS } from '../protocol/nodes.ts'
import { type Awaited, awaited, inForceNow } from '../records/record/in-force.ts'
import type { Sql } from '../records/store/postgres.ts'

export interface InForceParts {
  bus: Bus
  sql: Sql
  /** a steady clock */
  now(): number
  /** resolves when the edge was told all that was saved before the question; none: there is no edge */
  edge: (() => Promise<void>) | undefined
  failed(error: unknown): void
  waitMs?: number
  againMs?: number
}

export interface InForce {
  /** who is late after a moment's wait; nobody: it is in force */
  outstanding(saved: Awaited): Promise<Label[]>
  stop(): Promise<void>
}

/** longer than the edge's own bound for an answer */
const WAIT_MS = 4_000
const AGAIN_MS = 1_000
const SILENT_MS = 3 * OBEYED_EVERY_MS
const EDGE: Label = { zh: 'SIP 边缘', en: 'the SIP edge' }

export async function watchInForce(parts: InForceParts): Promise<InForce> {
  const { bus, sql, now, failed, waitMs = WAIT_MS, againMs = AGAIN_MS } = parts
  const nodes = await nodesOf(bus, now)
  /** what was late when its save was answered */
  let late: Awaited | undefined = await awaited(sql)

  async function obeyed(saved: Awaited, withinMs: number): Promise<Label[]> {
    let edgeLate = saved.byEdge && parts.edge !== undefined
    const obeys = () => {
      edgeLate = false
    }
    const told = edgeLate ? parts.edge?.().then(obeys) : undefined
    await within(Promise.all([nodes.reach(saved.revision), told]), withinMs)
    const behind = nodes.behind(saved.revision).map((node) => ({ zh: `引擎节点 ${node}`, en: `engine node ${node}` }))
    if (behind.length === 0 && !edgeLate) await inForceNow(sql, saved)
    return edgeLate ? [...behind, EDGE] : behind
  }
  let looking = false
  const timer = setInterval(() => {
    if (!late || looking) return
    looking = true
    const asked = late
    obeyed(asked, waitMs)
      .then((left) => {
        if (left.length === 0 && late === asked) late = undefined
      })
      .catch(failed)
      .finally(() => {
        looking = false
      })
  }, againMs)
  return {
    async outstanding(saved) {
      const left = await obeyed(saved, waitMs)
      if (left.length > 0) {
        const revision = Math.max(saved.revision, late?.revision ?? 0)
        late = { revision, byEdge: saved.byEdge || late?.byEdge === true }
      }
      return left
    },
    async stop() {
      clearInterval(timer)
      await nodes.stop()
    },
  }
}

/** The engine nodes that live, and the revision each works by. */
async function nodesOf(bus: Bus, now: () => number) {
  const heard = new Map<string, { revision: number; at: number }>()
  const waiting = new Set<() => void>()
  const subscription = await bus.subscribe(subjects.configObeyed, (value) => {
    const { node, revision } = value as ConfigObeyed
    heard.set(node, { revision, at: now() })
    for (const look of waiting) look()
  })
  const behind = (revision: number) =>
    [...heard].filter(([, each]) => each.revision < revision && now() - each.at < SILENT_MS).map(([node]) => node)
  return {
    behind,
    reach: (revision: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (behind(revision).length > 0) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    stop: () => subscription.stop(),
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, bound])
  clearTimeout(timer)
}
