// The tap of one leg: rtpengine writes what arrives from both sides as pcap; what it played itself is not in there and is
// laid in from the file that was played. Left: the customer. Right: what the customer heard.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { GapReason } from '#engine/protocol/media.ts'
import type { PlayFile, Recorded } from '#media/node/audio.ts'
import { RtpengineFault } from './fault.ts'
import type { RecordingThread } from './recording-thread.ts'
import type { Break, RecordingSnapshot } from './recording-words.ts'
import { SilenceWatch } from './silence.ts'

export interface RecordingEnvironment {
  tapFolder: string
  recordingsFolder: string
  thread: RecordingThread
}

export class PcapRecording {
  readonly #env: RecordingEnvironment
  readonly #rtpengineId: string
  readonly #state: RecordingSnapshot
  #watch: SilenceWatch | undefined
  #watchedFrom: number

  constructor(env: RecordingEnvironment, rtpengineId: string, state: RecordingSnapshot) {
    this.#env = env
    this.#rtpengineId = rtpengineId
    this.#state = state
    this.#watchedFrom = state.startedAt
  }

  snapshot(): RecordingSnapshot {
    return structuredClone(this.#state)
  }

  played(file: PlayFile, times: number | 'forever', at: number): void {
    this.stopped(at)
    this.#state.played.push({ ...file, times, from: at, until: undefined })
  }

  stopped(at: number): void {
    const last = this.#state.played.at(-1)
    if (last && last.until === undefined) last.until = at
  }

  /** rtpengine was started anew. What is said from now on comes in another file. */
  restarted(at: number): void {
    this.#watch = undefined
    this.#watchedFrom = at
    this.#breaks().push({ reason: 'sound-restarted', from: undefined, until: at })
  }

  /** Answers whether it was going on. */
  broken(reason: GapReason, at: number): boolean {
    if (this.isBroken) return false
    this.#breaks().push({ reason, from: at, until: undefined })
    return true
  }

  /** Answers whether it was broken. */
  goesOn(at: number): boolean {
    const last = this.#breaks().at(-1)
    if (!last || last.until !== undefined) return false
    last.until = at
    this.#watch = undefined
    this.#watchedFrom = at
    return true
  }

  get isBroken(): boolean {
    const last = this.#breaks().at(-1)
    return last !== undefined && last.until === undefined
  }

  #breaks(): Break[] {
    this.#state.breaks ??= []
    return this.#state.breaks
  }

  async silentMs(now: number): Promise<number> {
    if (this.isBroken) return 0
    const tap = (await this.#taps()).at(-1)
    if (tap === undefined) throw new RtpengineFault('silence', `no tap of ${this.#rtpengineId}`, true)
    this.#watch ??= new SilenceWatch(tap, this.#state.stubPort, this.#watchedFrom)
    return this.#watch.silentMs(now)
  }

  async finish(formats: readonly ('wav' | 'mp3')[], endedAt: number): Promise<Recorded> {
    const { recordingsFolder } = this.#env
    return this.#env.thread.makeFiles({
      taps: await this.#taps(),
      recordingsFolder,
      recording: this.#state,
      formats,
      endedAt,
    })
  }

  /** One for every time that rtpengine was started while it recorded, the eldest first. */
  async #taps(): Promise<string[]> {
    const folder = join(this.#env.tapFolder, 'pcaps')
    const names = (await readdir(folder)).filter((each) => each.startsWith(`${this.#rtpengineId}-`))
    const files = await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), madeAt: (await stat(join(folder, name))).birthtimeMs })),
    )
    return files.sort((a, b) => a.madeAt - b.madeAt).map(({ path }) => path)
  }
}
