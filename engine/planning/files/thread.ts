// Files are read in a thread of their own, bounded in time, memory and number: a gateway with calls to show never waits for one.
import type { Worker } from 'node:worker_threads'
import { startThread } from '#config/code/place.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { fileFault } from './problem.ts'
import type { ReadAsk, RowsOf } from './read-file.ts'
import { type FileNews, type FileSeen, type FileWork, NEXT } from './thread-words.ts'

export interface OpenFile extends FileSeen {
  /** the rows to take, a piece at a time; asked once */
  pieces<What extends keyof RowsOf>(what: What): AsyncGenerator<RowsOf[What][]>
}

export interface FileReader {
  /** Works on a file while `work` runs; whatever happens, its thread is ended after it. */
  read<Value>(bytes: Buffer, ask: ReadAsk, work: (file: OpenFile) => Promise<Outcome<Value>>): Promise<Outcome<Value>>
}

export interface FileBounds {
  /** to read one file */
  readMs: number
  heapMb: number
  /** at once */
  threads: number
  waiting: number
  pieceRows: number
}

const BOUNDS: FileBounds = { readMs: 40_000, heapMb: 768, threads: 1, waiting: 8, pieceRows: 5_000 }

const THREAD = new URL('./thread-work.ts', import.meta.url)

const TOO_MUCH = fileFault(
  '文件太大或太复杂，在允许的时间和内存内无法读取。请拆分文件，或另存为 CSV 后再导入。',
  'The file is too large or too complex to be read within the time and memory allowed. Split it, or save it as CSV.',
)

export function fileReader(bounds: Partial<FileBounds> = {}): FileReader {
  const within = { ...BOUNDS, ...bounds }
  const waiting: (() => void)[] = []
  let busy = 0
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }
  return {
    async read(bytes, ask, work) {
      if (busy < within.threads) busy += 1
      else if (waiting.length >= within.waiting) return refused('overloaded')
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await readInThread(bytes, ask, within, work)
      } finally {
        leave()
      }
    },
  }
}

async function readInThread<Value>(
  bytes: Buffer,
  ask: ReadAsk,
  { readMs, heapMb, pieceRows }: FileBounds,
  work: (file: OpenFile) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const own = new Uint8Array(bytes)
  const thread = startThread(THREAD, {
    workerData: { bytes: own, ask, pieceRows } satisfies FileWork,
    transferList: [own.buffer],
    // a roomy young generation: a file's rows are made once and kept, and copying them twice takes a third of the time
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 128 },
  })
  const news = newsOf(thread)
  try {
    const seen = await news.next(readMs)
    if (seen?.type !== 'seen') return TOO_MUCH
    if (!seen.seen.ok) return seen.seen
    return await work({ ...seen.seen.value, pieces: () => pieces(thread, news, readMs) as never })
  } finally {
    await thread.terminate()
  }
}

async function* pieces(thread: Worker, news: News, withinMs: number): AsyncGenerator<unknown[]> {
  for (;;) {
    thread.postMessage(NEXT)
    const piece = await news.next(withinMs)
    if (piece?.type === 'end') return
    if (piece?.type !== 'piece') throw new Error('the thread of files ended before its rows did')
    yield piece.rows
  }
}

interface News {
  /** undefined when the thread ended, failed, or took too long */
  next(withinMs: number): Promise<FileNews | undefined>
}

/** One message is awaited at a time. */
function newsOf(thread: Worker): News {
  const come: (FileNews | undefined)[] = []
  let heard: ((news: FileNews | undefined) => void) | undefined
  const tell = (news: FileNews | undefined): void => {
    if (heard) heard(news)
    else come.push(news)
    heard = undefined
  }
  thread.on('message', tell)
  // out of memory is an error of the thread, not of ours
  thread.on('error', () => tell(undefined))
  thread.on('exit', () => tell(undefined))
  return {
    next: (withinMs) =>
      new Promise((resolve) => {
        if (come.length > 0) return resolve(come.shift())
        const timer = setTimeout(() => tell(undefined), withinMs)
        heard = (news) => {
          clearTimeout(timer)
          resolve(news)
        }
      }),
  }
}
