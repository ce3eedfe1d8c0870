// What a new process needs to go on after kill -9: one small file per leg, written whole and renamed.
// A file on this machine and not JetStream: the audio it belongs to runs in this machine's rtpengine and nowhere else, and
// writing it must not wait for a bus that may be away. No fsync: calls do not outlive a power cut.
import { renameSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JOURNAL_SHAPE, NewerShape } from '#engine/protocol/shapes.ts'

export class Journal {
  readonly #folder: string
  readonly #next = new Map<string, unknown>()
  readonly #writing = new Map<string, Promise<void>>()
  readonly #onFault: (fault: unknown) => void
  #frozen = false

  private constructor(folder: string, onFault: (fault: unknown) => void) {
    this.#folder = folder
    this.#onFault = onFault
  }

  static async open(folder: string, onFault: (fault: unknown) => void): Promise<Journal> {
    await mkdir(folder, { recursive: true })
    return new Journal(folder, onFault)
  }

  /** The last value wins; undefined removes it. `key`: letters, digits, `-`, `_`, `.`. */
  put(key: string, value: unknown): void {
    if (this.#frozen) return
    this.#next.set(key, value)
    if (!this.#writing.has(key)) this.#writing.set(key, this.#write(key))
  }

  /** On disk when this returns: for what must not be forgotten once it is answered. */
  putNow(key: string, value: unknown): void {
    if (this.#frozen) return
    const path = join(this.#folder, `${key}.json`)
    try {
      writeFileSync(`${path}.now`, JSON.stringify({ shape: JOURNAL_SHAPE, value }))
      renameSync(`${path}.now`, path)
    } catch (fault) {
      this.#onFault(fault)
    }
    // an older one that is being written must not be the last
    if (this.#writing.has(key)) this.#next.set(key, value)
  }

  /**
   * Files that cannot be read are left out and removed: a half-known leg cannot be gone on with. Those of a newer version are
   * left out, told of and kept for it.
   */
  async all(): Promise<Map<string, unknown>> {
    const found = new Map<string, unknown>()
    for (const file of await readdir(this.#folder)) {
      const path = join(this.#folder, file)
      try {
        if (!file.endsWith('.json')) throw new Error('left over')
        found.set(file.slice(0, -'.json'.length), writtenIn(file, JSON.parse(await readFile(path, 'utf8'))))
      } catch (fault) {
        if (fault instanceof NewerShape) this.#onFault(fault)
        else await unlink(path).catch(this.#onFault)
      }
    }
    return found
  }

  /** What is put from now on is not written. */
  freeze(): void {
    this.#frozen = true
  }

  async flush(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing.values())
  }

  async #write(key: string): Promise<void> {
    const path = join(this.#folder, `${key}.json`)
    while (this.#next.has(key)) {
      const value = this.#next.get(key)
      this.#next.delete(key)
      try {
        if (value === undefined) await unlink(path).catch(ignoreMissing)
        else {
          await writeFile(`${path}.new`, JSON.stringify({ shape: JOURNAL_SHAPE, value }))
          await rename(`${path}.new`, path)
        }
      } catch (fault) {
        this.#onFault(fault)
      }
    }
    this.#writing.delete(key)
  }
}

/** Throws NewerShape. */
function writtenIn(file: string, written: unknown): unknown {
  if (typeof written !== 'object' || written === null || !('shape' in written)) return written
  const { shape, value } = written as { shape: number; value: unknown }
  if (!(shape <= JOURNAL_SHAPE)) throw new NewerShape(`journal ${file}`, shape, JOURNAL_SHAPE)
  return value
}

function ignoreMissing(fault: NodeJS.ErrnoException): void {
  if (fault.code !== 'ENOENT') throw fault
}
