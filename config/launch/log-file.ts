// A part's log: what it prints, in <data folder>/logs/<part>.log. Neither a part that cannot stop talking nor a full disk ends
// the launcher or fills the disk: it is put aside by size, words above a rate are left out and counted, and what cannot be
// written is counted until there is space.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface LogBounds {
  /** put aside as <part>.log.1 when it is longer */
  maxBytes: number
  /** how many are kept aside */
  keep: number
  /** 0 is no bound; at once it may be BURST times as much */
  bytesPerSecond: number
}

/** seconds' worth that may come at once: a start, a stack trace */
const BURST = 8
/** a disk that refused is tried again after */
const AGAIN_MS = 1_000

export class PartLog {
  readonly #file: string
  readonly #bounds: LogBounds
  readonly #steady: () => number
  #fd: number | undefined
  #bytes = 0
  #credit: number
  #creditAt: number
  #leftOut = 0
  #unwritten = 0
  #refusedAt = Number.NEGATIVE_INFINITY

  constructor(folder: string, name: string, bounds: LogBounds, steady: () => number = () => performance.now()) {
    this.#file = join(folder, `${name}.log`)
    this.#bounds = bounds
    this.#steady = steady
    this.#credit = bounds.bytesPerSecond * BURST
    this.#creditAt = steady()
    this.#tried(() => mkdirSync(folder, { recursive: true }))
  }

  write(words: Buffer): void {
    if (!this.#affords(words.length)) {
      this.#leftOut += words.length
      return
    }
    if (this.#steady() - this.#refusedAt < AGAIN_MS) {
      this.#unwritten += words.length
      return
    }
    const told = this.#omissions()
    if (!this.#tried(() => this.#append(told === '' ? words : Buffer.concat([Buffer.from(told), words])))) {
      this.#refusedAt = this.#steady()
      this.#unwritten += words.length
      return
    }
    if (told !== '') this.#leftOut = this.#unwritten = 0
  }

  end(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  #affords(bytes: number): boolean {
    const { bytesPerSecond } = this.#bounds
    if (bytesPerSecond === 0) return true
    const now = this.#steady()
    const earned = ((now - this.#creditAt) / 1000) * bytesPerSecond
    this.#credit = Math.min(this.#credit + earned, bytesPerSecond * BURST)
    this.#creditAt = now
    if (bytes > this.#credit) return false
    this.#credit -= bytes
    return true
  }

  #omissions(): string {
    const said = [
      ...(this.#leftOut > 0 ? [`${this.#leftOut} bytes are left out here: more than this log takes`] : []),
      ...(this.#unwritten > 0 ? [`${this.#unwritten} bytes could not be written here: no space`] : []),
    ]
    return said.map((text) => `\n[launcher] ${text}\n`).join('')
  }

  #append(words: Buffer): void {
    if (this.#bytes + words.length > this.#bounds.maxBytes && this.#bytes > 0) this.#putAside()
    this.#fd ??= this.#open()
    for (let at = 0; at < words.length; ) at += writeSync(this.#fd, words, at)
    this.#bytes += words.length
  }

  #open(): number {
    const fd = openSync(this.#file, 'a')
    this.#bytes = fstatSync(fd).size
    return fd
  }

  #putAside(): void {
    this.end()
    const { keep } = this.#bounds
    rmSync(`${this.#file}.${keep}`, { force: true })
    for (let n = keep - 1; n >= 1; n--) this.#tried(() => renameSync(`${this.#file}.${n}`, `${this.#file}.${n + 1}`))
    if (keep > 0) renameSync(this.#file, `${this.#file}.1`)
    else rmSync(this.#file, { force: true })
    this.#bytes = 0
  }

  /** A log that cannot be kept is no reason to end anything. */
  #tried(act: () => void): boolean {
    try {
      act()
      return true
    } catch {
      return false
    }
  }
}
