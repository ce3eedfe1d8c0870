// A file's rows, read in a thread of its own, bounded in time and memory: whoever takes calls never waits for a file.
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { startThread } from '#config/code/place.ts'
import { fileFault } from '../../planning/files/problem.ts'
import type { Outcome } from '../../records/record/outcome.ts'
import type { TableNews, TableRow, TableSeen } from './table-words.ts'

export const TABLE_BYTES = 32_000_000
const READ_MS = 60_000
const HEAP_MB = 1_024
const THREAD = new URL('./table-work.ts', import.meta.url)

const TOO_MUCH = fileFault(
  '文件太大或太复杂，在允许的时间和内存内无法读取。请拆分文件，或另存为 CSV 后再导入。',
  'The file is too large or too complex to be read within the time and memory allowed. Split it, or save it as CSV.',
)

export interface OpenTable extends TableSeen {
  /** asked once */
  pieces(): AsyncGenerator<TableRow[]>
}

/** Works on a file while `work` runs; whatever happens, its thread is ended after it. */
export async function withTable<Value>(
  bytes: Buffer,
  pieceRows: number,
  work: (table: OpenTable) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const own = new Uint8Array(bytes)
  const thread = startThread(THREAD, {
    workerData: { bytes: own, pieceRows },
    transferList: [own.buffer],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  try {
    const seen = await heard(thread)
    if (seen?.type !== 'seen') return TOO_MUCH
    if (!seen.seen.ok) return seen.seen
    return await work({ ...seen.seen.value, pieces: () => pieces(thread) })
  } finally {
    await thread.terminate()
  }
}

/** The next it says; undefined when it failed, ended or took too long. */
async function heard(thread: Worker): Promise<TableNews | undefined> {
  // whichever comes first, nobody listens for the other any more
  const over = new AbortController()
  const signal = AbortSignal.any([AbortSignal.timeout(READ_MS), over.signal])
  try {
    return (await Promise.race([
      once(thread, 'message', { signal }).then(([news]) => news as TableNews),
      once(thread, 'exit', { signal }).then(() => undefined),
    ])) as TableNews | undefined
  } catch {
    return undefined
  } finally {
    over.abort()
  }
}

async function* pieces(thread: Worker): AsyncGenerator<TableRow[]> {
  for (;;) {
    const next = heard(thread)
    thread.postMessage('next')
    const news = await next
    if (news?.type === 'end') return
    if (news?.type !== 'piece') throw new Error('the thread of tables ended before its rows did')
    yield news.rows
  }
}
