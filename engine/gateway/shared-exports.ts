// Files that people have made, through any gateway: one makes a file, all tell how it stands and hand it out. Its bytes go
// through the storage, which all machines reach. When the one that makes it dies, another makes it again.
import { z } from 'zod'
import type { Bus } from '../ports/bus.ts'
import type { Storage } from '../ports/storage.ts'
import type { ExportJob } from '../protocol/api.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'
import type { Sql } from '../records/store/postgres.ts'
import {
  type Content,
  type ExportRecipe,
  type Exports,
  exportsIn,
  type LocalExports,
} from '../records/table-files/exports.ts'
import { keptAs, writerOf } from './export-writer.ts'
import { type KeptExport, keptExports } from './kept-exports.ts'

const SUBJECT = 'ask.exports'
const CANCEL_MS = 5_000
const BEAT_MS = 2_000
/** once in so many beats it looks for what others left */
const LOOK_BEATS = 4

const asked = z.object({ gateway: z.string(), accountId: z.string(), id: z.string() })
type Asked = z.input<typeof asked>

interface Parts {
  sql: Sql
  bus: Bus
  storage: Storage
  gateway: string
  now(): number
  failed(error: unknown): void
}

export type Remake = (recipe: ExportRecipe) => Promise<Content | undefined>

export interface SharedExports extends Exports {
  /** From now on it makes what others left undone. */
  takeUp(remake: Remake): void
}

const isOpen = ({ state }: ExportJob): boolean => state === 'waiting' || state === 'running'

/** Those of this gateway in a folder, shared with the others. */
export async function sharedExportsIn(folder: string, parts: Parts): Promise<SharedExports> {
  const { storage, now, failed } = parts
  const made = await exportsIn(folder, {
    ...{ now, failed },
    forgot: (job) => void storage.remove(keptAs(job)).catch(failed),
  })
  return sharedExports(made, parts)
}

async function sharedExports(local: LocalExports, parts: Parts): Promise<SharedExports> {
  const { bus, gateway, failed, storage, now } = parts
  const kept = keptExports(parts.sql, gateway)
  const write = writerOf(kept, storage)
  const heard = await bus.subscribe(SUBJECT, (value, _subject, answer) => {
    const question = asked.safeParse(value)
    if (!question.success || question.data.gateway === gateway) return
    const { id, accountId } = question.data
    if (local.find(id, accountId).ok) void local.cancel(id, accountId).then(answer, failed)
  })
  let remake: Remake | undefined
  let beating: Promise<void> | undefined
  let beats = 0
  async function beat(): Promise<void> {
    const all = local.all()
    for (const one of all) await write(one)
    const open = all.filter(({ job }) => isOpen(job)).map(({ job }) => job.id)
    if (open.length > 0) await kept.touch(open)
    if (beats++ % LOOK_BEATS > 0) return
    for (const job of await kept.expired(now())) await storage.remove(keptAs(job))
    if (remake) for (const one of await kept.orphans(all.map(({ job }) => job.id))) await again(one, remake)
  }
  async function again(one: KeptExport, make: Remake): Promise<void> {
    const content = one.recipe && (await make(one.recipe))
    const ended = { ...one.job, state: 'failed' as const, endedAt: now(), until: now() }
    if (!content) return kept.write({ ...one, job: ended })
    const { title, fileName, total } = one.job
    await local.start({ ...one, title, fileName, total, content })
  }
  const timer = setInterval(() => {
    beating ??= beat()
      .catch(failed)
      .finally(() => {
        beating = undefined
      })
  }, BEAT_MS)
  return {
    takeUp: (by) => {
      remake = by
    },
    async start(ask) {
      const started = await local.start(ask)
      if (started.ok) for (const one of local.all()) if (one.job.id === ask.id) await write(one)
      return started
    },
    async list(accountId) {
      const here = local.list(accountId)
      const own = new Set(here.map(({ id }) => id))
      const others = (await kept.list(accountId)).filter(({ id }) => !own.has(id))
      return [...here, ...others].sort((a, b) => b.startedAt - a.startedAt)
    },
    async find(id, accountId) {
      const here = local.find(id, accountId)
      if (here.ok) return here
      const there = await kept.find(id, accountId)
      return there ? done(there.job) : here
    },
    async cancel(id, accountId) {
      const here = await local.cancel(id, accountId)
      if (here.ok) return here
      const there = await kept.find(id, accountId)
      if (!there || !isOpen(there.job)) return there ? done(there.job) : here
      const question: Asked = { gateway, accountId, id }
      return bus.ask(SUBJECT, question, CANCEL_MS).then(
        (said) => said as Outcome<ExportJob>,
        () => refused('unavailable'),
      )
    },
    async file(id, accountId) {
      const here = local.file(id, accountId)
      if (here.ok) return here
      const there = await kept.find(id, accountId)
      if (there?.job.state !== 'done') return here
      const path = await storage.local(keptAs(there.job))
      return path === undefined ? here : done({ path, job: there.job, needs: there.needs })
    },
    async stop() {
      clearInterval(timer)
      await heard.stop()
      await beating
      await local.stop()
    },
  }
}
