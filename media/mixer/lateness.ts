// How late ticks were, of late.

/** ten seconds of four turns a tick, or a little more */
const MOST = 2048

export class Lateness {
  readonly #ms = new Float32Array(MOST)
  #count = 0

  note(ms: number): void {
    this.#ms[this.#count++ % MOST] = ms
  }

  figures(): { lateP99: number; lateMost: number } {
    const sorted = this.#ms.slice(0, Math.min(this.#count, MOST)).sort()
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    return { lateP99: at(0.99), lateMost: at(1) }
  }
}
