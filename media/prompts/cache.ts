// Sounds made once and kept by key: made in a file beside and renamed, each key by one maker at a time, oldest out when the
// folder has grown past its limit.
import { chmod, mkdir, readdir, rename, stat, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'

/** One that was used within this span may be playing right now. */
const IN_USE_MS = 10 * 60_000

export class SoundCache {
  readonly #folder: string
  readonly #limitBytes: number
  readonly #making = new Map<string, Promise<string>>()
  readonly #known = new Map<string, { bytes: number; usedAt: number }>()
  #bytes = 0
  #made = 0
  #found = 0

  private constructor(folder: string, limitBytes: number) {
    this.#folder = folder
    this.#limitBytes = limitBytes
  }

  static async open(folder: string, limitBytes: number): Promise<SoundCache> {
    await mkdir(folder, { recursive: true })
    const cache = new SoundCache(folder, limitBytes)
    for (const file of await readdir(folder)) {
      const path = join(folder, file)
      if (!file.endsWith('.wav') || file.includes('.new.')) {
        // half made by a process that died
        await unlink(path).catch(() => {})
        continue
      }
      const { size, mtimeMs } = await stat(path)
      cache.#keep(file.slice(0, -'.wav'.length), size, mtimeMs)
    }
    return cache
  }

  get counts(): { bytes: number; files: number; made: number; found: number } {
    return { bytes: this.#bytes, files: this.#known.size, made: this.#made, found: this.#found }
  }

  /** The path of the sound; `make` writes it to the path given when it is not there. */
  get(key: string, make: (path: string) => Promise<void>): Promise<string> {
    const path = join(this.#folder, `${key}.wav`)
    const known = this.#known.get(key)
    if (known) {
      known.usedAt = Date.now()
      this.#found++
      // so that its age outlives this process
      void utimes(path, new Date(), new Date()).catch(() => this.#forget(key))
      return Promise.resolve(path)
    }
    const making = this.#making.get(key) ?? this.#make(key, path, make).finally(() => this.#making.delete(key))
    this.#making.set(key, making)
    return making
  }

  async #make(key: string, path: string, make: (path: string) => Promise<void>): Promise<string> {
    const unfinished = join(this.#folder, `${key}.new.wav`)
    try {
      await make(unfinished)
      // rtpengine, another user, reads it by the folder's group
      await chmod(unfinished, 0o640)
      const { size } = await stat(unfinished)
      await rename(unfinished, path)
      this.#keep(key, size, Date.now())
      this.#made++
    } catch (fault) {
      await unlink(unfinished).catch(() => {})
      throw fault
    }
    await this.#shrink()
    return path
  }

  #keep(key: string, bytes: number, usedAt: number): void {
    this.#known.set(key, { bytes, usedAt })
    this.#bytes += bytes
  }

  #forget(key: string): void {
    this.#bytes -= this.#known.get(key)?.bytes ?? 0
    this.#known.delete(key)
  }

  async #shrink(): Promise<void> {
    if (this.#bytes <= this.#limitBytes) return
    const oldest = [...this.#known].sort(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [key, { usedAt }] of oldest) {
      if (this.#bytes <= this.#limitBytes || Date.now() - usedAt < IN_USE_MS) return
      this.#forget(key)
      await unlink(join(this.#folder, `${key}.wav`)).catch(() => {})
    }
  }
}
