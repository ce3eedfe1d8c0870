// Files made in the background: with progress, cancelled at any time, kept for an hour, seen by their maker only.
import { createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportJob } from '../../protocol/api.ts'
import { done, type Outcome, refused } from '../record/outcome.ts'
import { tableStream } from './file.ts'
import { PDF_ROWS } from './pdf.ts'
import { type FileFormat, type Table, type TableFormat, XLSX_ROWS } from './table.ts'
import { type Files, zipStream } from './zip.ts'

export interface ExportAsk {
  id: string
  /** the maker */
  accountId: string
  /** what the file holds, asked for again when it is fetched: rights may have changed since */
  needs: ExportNeeds
  title: ExportJob['title']
  fileName: string
  /** rows, as counted before */
  total: number
  content: Content
  /** how to make it anew; without it only the process that began can make it */
  recipe?: ExportRecipe
}

/** What was asked for, so that its table can be read again by whoever makes the file. */
export interface ExportRecipe {
  kind: 'calls' | 'reports'
  format: TableFormat
  lang: 'zh' | 'en'
  /** a report's name */
  name?: string
  query: Record<string, unknown>
  /** what the maker reached, when it was not everything */
  part?: ExportNeeds['part']
}

/** One of this process, whatever its state. */
export interface Making {
  ask: ExportAsk
  job: ExportJob
  path: string
}

/** A table, or files to be packed; `missing` names in words those whose bytes are gone. */
export type Content =
  | { format: TableFormat; table: Table }
  | { format: 'zip'; files: Files; missing: (names: string[]) => string }

export interface ExportNeeds {
  right: 'calls' | 'reports' | 'business'
  /** what the maker reached, when it was not everything */
  part?: { agentIds: string[]; queueIds: string[] }
}

/** Where its bytes lie, once it is done. */
export interface ExportFile {
  path: string
  job: ExportJob
  needs: ExportNeeds
}

export interface Exports {
  /** Answers when it has ended, or after a moment: a small file is there at once. */
  start(ask: ExportAsk): Promise<Outcome<ExportJob>>
  list(accountId: string): Promise<ExportJob[]>
  find(id: string, accountId: string): Promise<Outcome<ExportJob>>
  cancel(id: string, accountId: string): Promise<Outcome<ExportJob>>
  file(id: string, accountId: string): Promise<Outcome<ExportFile>>
  stop(): Promise<void>
}

/** Those that this process makes. */
export interface LocalExports extends Pick<Exports, 'start' | 'cancel' | 'stop'> {
  all(): Making[]
  list(accountId: string): ExportJob[]
  find(id: string, accountId: string): Outcome<ExportJob>
  file(id: string, accountId: string): Outcome<ExportFile>
}

interface Parts {
  now(): number
  failed(error: unknown): void
  /** told of every file that is deleted */
  forgot?(job: ExportJob): void
  /** a file is kept */
  keptMs?: number
  /** the first answer waits for a small file */
  waitMs?: number
}

interface Kept {
  ask: ExportAsk
  job: ExportJob
  stopping: AbortController
  ended?: Promise<void>
}

const KEPT_MS = 3_600_000
const WAIT_MS = 2_000
/** up to here a file is made at once, beside a large one */
export const SMALL_ROWS = 10_000
const SMALL_FILES = 20
const MOST_ROWS = 2_000_000
const MOST_FILES = 5_000
const AT_ONCE = { small: 3, large: 1 }
const MOST_OPEN = 20
const MOST_OPEN_EACH = 5
const MOST_KEPT_EACH = 20

const isOver = ({ job }: Kept): boolean => job.state !== 'waiting' && job.state !== 'running'
const smallOf = ({ content }: ExportAsk): number => (content.format === 'zip' ? SMALL_FILES : SMALL_ROWS)
const sizeOf = ({ ask }: Kept): keyof typeof AT_ONCE => (ask.total <= smallOf(ask) ? 'small' : 'large')

/** The files of one folder and who works on them. */
function makingIn(folder: string, parts: Parts) {
  const kept = new Map<string, Kept>()
  const pathOf = ({ id, format }: ExportJob): string => join(folder, `${id}.${format}`)
  const end = (one: Kept, state: ExportJob['state']): void => {
    const endedAt = parts.now()
    one.job = { ...one.job, state, endedAt, until: endedAt + (parts.keptMs ?? KEPT_MS) }
  }
  const forget = (one: Kept): void => {
    kept.delete(one.job.id)
    parts.forgot?.(one.job)
    void rm(pathOf(one.job), { force: true }).catch(parts.failed)
  }
  const sweep = (): void => {
    for (const one of kept.values()) if ((one.job.until ?? Number.POSITIVE_INFINITY) <= parts.now()) forget(one)
  }
  async function write(one: Kept): Promise<void> {
    const { signal } = one.stopping
    try {
      await pipeline(streamOf(one, signal), createWriteStream(pathOf(one.job), { mode: 0o600 }), {
        signal,
      })
      one.job = { ...one.job, bytes: (await stat(pathOf(one.job))).size }
      end(one, 'done')
    } catch (error) {
      await rm(pathOf(one.job), { force: true })
      if (!signal.aborted) parts.failed(error)
      end(one, signal.aborted ? 'cancelled' : 'failed')
    }
  }
  const pump = (): void => {
    for (const size of ['small', 'large'] as const) {
      const those = [...kept.values()].filter((one) => sizeOf(one) === size)
      const running = those.filter(({ job }) => job.state === 'running').length
      for (const one of those.filter(({ job }) => job.state === 'waiting').slice(0, AT_ONCE[size] - running)) {
        one.job = { ...one.job, state: 'running' }
        one.ended = write(one).finally(pump)
      }
    }
  }
  return { kept, pathOf, end, forget, sweep, pump }
}

/** What an earlier run left in the folder is deleted: nobody can ask for it any more. */
export async function exportsIn(folder: string, parts: Parts): Promise<LocalExports> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { kept, pathOf, end, forget, sweep, pump } = makingIn(folder, parts)
  const own = (id: string, accountId: string): Kept | undefined => {
    const found = kept.get(id)
    return found?.ask.accountId === accountId ? found : undefined
  }
  const begin = (ask: ExportAsk): Kept => {
    const { id, title, fileName, total } = ask
    const { format } = ask.content
    const job: ExportJob = { id, title, fileName, format, total, state: 'waiting', rows: 0, startedAt: parts.now() }
    const one: Kept = { ask, job, stopping: new AbortController() }
    kept.set(id, one)
    const over = [...kept.values()].filter((each) => each.ask.accountId === ask.accountId && isOver(each))
    for (const old of over.slice(0, -MOST_KEPT_EACH)) forget(old)
    return one
  }
  const timer = setInterval(sweep, 60_000)
  return {
    async start(ask) {
      sweep()
      const bad = boundFault(ask, [...kept.values()])
      if (bad) return bad
      const one = begin(ask)
      pump()
      if (sizeOf(one) === 'small') await within(one.ended, parts.waitMs ?? WAIT_MS)
      return done(one.job)
    },
    all: () => [...kept.values()].map(({ ask, job }) => ({ ask, job, path: pathOf(job) })),
    list(accountId) {
      sweep()
      return [...kept.values()]
        .filter(({ ask }) => ask.accountId === accountId)
        .map(({ job }) => job)
        .reverse()
    },
    find(id, accountId) {
      const one = own(id, accountId)
      return one ? done(one.job) : refused('not-found')
    },
    async cancel(id, accountId) {
      const one = own(id, accountId)
      if (!one) return refused('not-found')
      if (one.job.state === 'waiting') end(one, 'cancelled')
      one.stopping.abort()
      await one.ended
      return done(one.job)
    },
    file(id, accountId) {
      sweep()
      const one = own(id, accountId)
      return one?.job.state === 'done'
        ? done({ path: pathOf(one.job), job: one.job, needs: one.ask.needs })
        : refused('not-found')
    },
    async stop() {
      clearInterval(timer)
      for (const one of kept.values()) one.stopping.abort()
      await Promise.all([...kept.values()].map(({ ended }) => ended))
    },
  }
}

const OTHERWISE: Partial<Record<FileFormat, [string, string]>> = {
  xlsx: ['，或改用 CSV', ', or take CSV'],
  pdf: ['，或改用 Excel', ', or take Excel'],
}

/** Says what is too much, so that nothing is cut off without a word. */
function boundFault(ask: ExportAsk, all: readonly Kept[]) {
  const open = all.filter((one) => !isOver(one))
  if (open.length >= MOST_OPEN || open.filter((one) => one.ask.accountId === ask.accountId).length >= MOST_OPEN_EACH)
    return refused('overloaded')
  const { format } = ask.content
  const most = { xlsx: XLSX_ROWS - 1, csv: MOST_ROWS, zip: MOST_FILES, pdf: PDF_ROWS }[format]
  if (ask.total <= most) return undefined
  const [zh, en] = OTHERWISE[format] ?? ['', '']
  return refused('bad-input', {
    say: {
      zh: `共 ${ask.total} 行，超过此格式的上限 ${most} 行：请缩小日期范围${zh}。`,
      en: `There are ${ask.total} rows, more than the ${most} of this format: choose fewer days${en}.`,
    },
  })
}

function streamOf(one: Kept, signal: AbortSignal): Readable {
  const { content } = one.ask
  if (content.format === 'zip') return zipStream(counted(content.files, one, signal), content.missing)
  return tableStream({ ...content.table, rows: counted(content.table.rows, one, signal) }, content.format)
}

async function* counted<Item>(
  rows: AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>,
  one: Kept,
  signal: AbortSignal,
) {
  for await (const piece of rows) {
    signal.throwIfAborted()
    yield piece
    one.job = { ...one.job, rows: one.job.rows + piece.length }
  }
}

async function within(work: Promise<void> | undefined, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    work,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms)
    }),
  ])
  clearTimeout(timer)
}
