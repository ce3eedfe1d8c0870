// Whether the carriers' lines live: the edge asks them (OPTIONS), this asks the edge, tells the engine nodes, which try a line
// that is down last, and raises an alarm. The edge is given the lines anew whenever it does not know them.
import type { Bus } from '../ports/bus.ts'
import { subjects } from '../protocol/actors.ts'
import { watchedTrunks } from '../records/store/edge.ts'
import type { Sql } from '../records/store/postgres.ts'
import type { Told } from './live/hub.ts'

export interface WatchedTrunk {
  id: string
  name: string
  uri: string
}

export interface TrunkAsker {
  trunksWatched(): Promise<{ id: string; uri: string; flags: string }[]>
  watchTrunk(trunk: { id: string; uri: string }): Promise<void>
  forgetTrunk(uri: string): Promise<void>
}

export interface TrunkWatch {
  down(): ReadonlySet<string>
  /** undefined: it is not asked, or nothing is known yet */
  lives(trunkId: string): boolean | undefined
  stop(): Promise<void>
}

interface Parts {
  bus: Bus
  edge: TrunkAsker
  /** those that are to be asked */
  wanted(): Promise<WatchedTrunk[]>
  notice(told: Told): void
  failed(error: unknown): void
  everyMs?: number
}

const EVERY_MS = 3_000

export function watchTrunks({ bus, edge, wanted, notice, failed, everyMs = EVERY_MS }: Parts): TrunkWatch {
  let known = new Map<string, boolean>()
  let stopped = false
  let failing = false

  async function look(): Promise<void> {
    const trunks = await wanted()
    const asked = await edge.trunksWatched()
    for (const trunk of trunks)
      if (!asked.some(({ id, uri }) => id === trunk.id && uri === trunk.uri)) await edge.watchTrunk(trunk)
    for (const { id, uri } of asked)
      if (!trunks.some((trunk) => trunk.id === id && trunk.uri === uri)) await edge.forgetTrunk(uri)
    const now = new Map<string, boolean>()
    for (const { id, name, uri } of trunks) {
      const state = asked.find((each) => each.id === id && each.uri === uri)
      // not asked yet, or tried and not yet given up: as it was
      const before = known.get(id)
      const lives = !state || /^T/.test(state.flags) ? before : /^A/.test(state.flags)
      if (lives === undefined) continue
      now.set(id, lives)
      if (lives !== (before ?? true)) notice(lives ? back(name) : gone(name))
    }
    known = now
    bus.publish(subjects.trunksDown, { ids: [...now].filter(([, lives]) => !lives).map(([id]) => id) })
  }
  async function turn(): Promise<void> {
    await look().then(
      () => {
        failing = false
      },
      (fault: unknown) => {
        // an edge that is away is told elsewhere
        if (!failing) failed(fault)
        failing = true
      },
    )
    if (!stopped) timer = setTimeout(() => (turning = turn()), everyMs)
  }
  let timer: NodeJS.Timeout | undefined
  let turning = turn()
  return {
    down: () => new Set([...known].filter(([, lives]) => !lives).map(([id]) => id)),
    lives: (trunkId) => known.get(trunkId),
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turning
    },
  }
}

const NOT_ASKED: TrunkWatch = { down: () => new Set(), lives: () => undefined, stop: async () => undefined }

/** Without an edge there is nobody to ask. */
export const trunksOf = ({
  sql,
  bus,
  edge,
  notice,
  failed,
}: Pick<Parts, 'bus' | 'notice'> & {
  sql: Sql
  edge: TrunkAsker | undefined
  failed(error: unknown, where: string): void
}): TrunkWatch =>
  edge
    ? watchTrunks({
        ...{ bus, edge, notice, wanted: () => watchedTrunks(sql) },
        failed: (error) => failed(error, 'whether trunks live'),
      })
    : NOT_ASKED

const RIGHT = 'monitor' as const
const gone = (name: string): Told => ({
  ...{ level: 'alarm', right: RIGHT, zh: `中继“${name}”没有应答，呼出改走其他中继` },
  en: `Trunk “${name}” does not answer; calls out go by others`,
})
const back = (name: string): Told => ({
  ...{ level: 'info', right: RIGHT, zh: `中继“${name}”已恢复`, en: `Trunk “${name}” is back` },
})
