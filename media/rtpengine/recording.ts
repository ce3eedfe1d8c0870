// The tap of one leg: rtpengine writes what arrives from both sides as pcap; what it played itself is not in there and is
// laid in from the file that was played. Left: the customer. Right: what the customer heard.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlayFile, Recorded } from '#media/node/audio.ts'
import { RtpengineFault } from './fault.ts'
import type { RecordingThread } from './recording-thread.ts'
import type { RecordingSnapshot } from './recording-words.ts'
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

  /** What is said from now on comes in another file. */
  restarted(at: number): void {
    this.#watch = undefined
    this.#watchedFrom = at
  }

  async silentMs(now: number): Promise<number> {
    this.#watch ??= new SilenceWatch((await this.#taps()).at(-1)!, this.#state.stubPort, this.#watchedFrom)
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
    if (names.length === 0)
      throw new RtpengineFault('stop recording', `no tap of ${this.#rtpengineId} in ${folder}`, false)
    const files = await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), madeAt: (await stat(join(folder, name))).birthtimeMs })),
    )
    return files.sort((a, b) => a.madeAt - b.madeAt).map(({ path }) => path)
  }
}
