// What a new process needs to go on after kill -9: the last value of each key, as lines at the end of one file.
// A file on this machine and not JetStream: the audio it belongs to runs in this machine's rtpengine and nowhere else, and
// writing it must not wait for a bus that may be away. No fsync: calls do not outlive a power cut.
import { closeSync, openSync, renameSync, write, writeFileSync, writeSync } from 'node:fs'
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { JOURNAL_SHAPE, NewerShape } from '#engine/protocol/shapes.ts'

/** without a value the key is gone; of two lines the one with the higher `n` counts, wherever they stand in the file */
interface Line {
  shape: number
  n: number
  key: string
  value?: unknown
}

const FILE = 'journal.jsonl'
/** the file is written anew when it is so many times longer than what counts in it, and not before the bound */
const TIMES = 4
const SHORTEST_BYTES = 1 << 20
const append = promisify(write)

export class Journal {
  readonly #path: string
  readonly #onFault: (fault: unknown) => void
  /** the line that counts, by key; those of a newer version stand here as they are */
  readonly #lines = new Map<string, string>()
  #found = new Map<string, unknown>()
  readonly #next = new Map<string, () => unknown>()
  #writing: Promise<void> | undefined
  #file = -1
  #n = 0
  /** bytes of the lines that count, and of the whole file */
  #live = 0
  #long = 0
  /** the end of the file is not known to be whole */
  #torn = false
  #frozen = false

  private constructor(folder: string, onFault: (fault: unknown) => void) {
    this.#path = join(folder, FILE)
    this.#onFault = onFault
  }

  static async open(folder: string, onFault: (fault: unknown) => void): Promise<Journal> {
    await mkdir(folder, { recursive: true })
    const journal = new Journal(folder, onFault)
    const read = await journal.#readFiles(folder)
    await journal.#readLines()
    journal.#writeAnew()
    for (const path of read) await unlink(path).catch(onFault)
    return journal
  }

  /** What an earlier process kept. What cannot be read is left out: a half-known leg cannot be gone on with. */
  all(): Map<string, unknown> {
    const found = this.#found
    this.#found = new Map()
    return found
  }

  /** keys that begin so and have a value */
  count(prefix: string): number {
    let count = 0
    for (const key of this.#lines.keys()) if (key.startsWith(prefix)) count++
    return count
  }

  /** The last value wins; undefined removes it. It is asked for when it is written: most are overtaken before that. */
  put(key: string, value: () => unknown): void {
    if (this.#frozen) return
    this.#next.set(key, value)
    this.#writing ??= this.#write()
  }

  /** On disk when this returns: for what must not be forgotten once it is answered. */
  putNow(key: string, value: unknown): void {
    if (this.#frozen) return
    this.#next.delete(key)
    const line = this.#lineOf(key, value)
    try {
      // begins a line of its own, whatever a full disk took of the one before
      this.#long += writeSync(this.#file, `\n${line}`)
    } catch (fault) {
      this.#failed(fault)
    }
  }

  /** What is put from now on is not written, and what was put is written as it stands now. */
  freeze(): void {
    this.#frozen = true
    for (const [key, value] of this.#next) {
      const now = structuredClone(value())
      this.#next.set(key, () => now)
    }
  }

  async flush(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  async #write(): Promise<void> {
    // all that one turn of the event loop puts is one write
    await new Promise(setImmediate)
    while (this.#next.size > 0) {
      const next = [...this.#next]
      this.#next.clear()
      try {
        const lines = next.map(([key, value]) => this.#lineOf(key, value()))
        if (this.#torn || this.#long > Math.max(SHORTEST_BYTES, TIMES * this.#live)) this.#writeAnew()
        else await this.#append(Buffer.from(lines.join('')))
      } catch (fault) {
        this.#failed(fault)
      }
    }
    this.#writing = undefined
  }

  async #append(bytes: Buffer): Promise<void> {
    const { bytesWritten } = await append(this.#file, bytes)
    this.#long += bytesWritten
    // a disk that is filling takes a part
    if (bytesWritten < bytes.length) this.#torn = true
  }

  #failed(fault: unknown): void {
    this.#torn = true
    this.#onFault(fault)
  }

  #lineOf(key: string, value: unknown): string {
    const line: Line = { shape: JOURNAL_SHAPE, n: ++this.#n, key, value }
    const text = `${JSON.stringify(line)}\n`
    this.#counts(key, value === undefined ? undefined : text)
    return text
  }

  #counts(key: string, line: string | undefined): void {
    this.#live += (line?.length ?? 0) - (this.#lines.get(key)?.length ?? 0)
    if (line === undefined) this.#lines.delete(key)
    else this.#lines.set(key, line)
  }

  /** The file as it would be if nothing had ever been written twice; it takes the old one's place at once. */
  #writeAnew(): void {
    const text = [...this.#lines.values()].join('')
    writeFileSync(`${this.#path}.new`, text, { mode: 0o600 })
    const file = openSync(`${this.#path}.new`, 'a')
    renameSync(`${this.#path}.new`, this.#path)
    if (this.#file >= 0) closeSync(this.#file)
    this.#file = file
    this.#long = Buffer.byteLength(text)
    this.#torn = false
  }

  async #readLines(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
      if (fault.code === 'ENOENT') return ''
      throw fault
    })
    const newest = new Map<string, { line: Line; text: string }>()
    for (const each of text.split('\n')) {
      const line = parsed(each)
      if (!line || (newest.get(line.key)?.line.n ?? -1) > line.n) continue
      newest.set(line.key, { line, text: `${each}\n` })
      this.#n = Math.max(this.#n, line.n)
    }
    for (const { line, text } of newest.values()) this.#take(line, text)
  }

  #take(line: Line, text: string): void {
    if (line.value === undefined) return
    this.#counts(line.key, text)
    try {
      this.#found.set(line.key, writtenIn(`journal ${line.key}`, line))
    } catch (newer) {
      this.#onFault(newer)
    }
  }

  /** Before there was one file there was one for each key. Answers which of them now stand in it. */
  async #readFiles(folder: string): Promise<string[]> {
    const read: string[] = []
    for (const file of await readdir(folder)) {
      if (file.startsWith(FILE)) continue
      const path = join(folder, file)
      try {
        if (!file.endsWith('.json')) throw new Error('left over')
        const key = file.slice(0, -'.json'.length)
        const value = writtenIn(`journal ${file}`, JSON.parse(await readFile(path, 'utf8')))
        this.#found.set(key, value)
        this.#lineOf(key, value)
        read.push(path)
      } catch (fault) {
        if (fault instanceof NewerShape) this.#onFault(fault)
        else read.push(path)
      }
    }
    return read
  }
}

function parsed(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text)
    return typeof line === 'object' && line !== null && 'key' in line && 'n' in line ? (line as Line) : undefined
  } catch {
    // empty, or torn by a full disk or a power cut
    return undefined
  }
}

/** Throws NewerShape. */
function writtenIn(what: string, written: unknown): unknown {
  if (typeof written !== 'object' || written === null || !('shape' in written)) return written
  const { shape, value } = written as { shape: number; value: unknown }
  if (!(shape <= JOURNAL_SHAPE)) throw new NewerShape(what, shape, JOURNAL_SHAPE)
  return value
}
