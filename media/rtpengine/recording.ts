// The tap of one leg: rtpengine writes what arrives from both sides as pcap; what it played itself is not in there and is
// laid in from the file that was played. Left: the customer. Right: what the customer heard.
import { readdir } from 'node:fs/promises'
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

  constructor(env: RecordingEnvironment, rtpengineId: string, state: RecordingSnapshot) {
    this.#env = env
    this.#rtpengineId = rtpengineId
    this.#state = state
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

  async silentMs(now: number): Promise<number> {
    const { stubPort, startedAt } = this.#state
    this.#watch ??= new SilenceWatch(await this.#tapFile(), stubPort, startedAt)
    return this.#watch.silentMs(now)
  }

  async finish(formats: readonly ('wav' | 'mp3')[], endedAt: number): Promise<Recorded> {
    const { recordingsFolder } = this.#env
    return this.#env.thread.makeFiles({
      tap: await this.#tapFile(),
      recordingsFolder,
      recording: this.#state,
      formats,
      endedAt,
    })
  }

  async #tapFile(): Promise<string> {
    const folder = join(this.#env.tapFolder, 'pcaps')
    const name = (await readdir(folder)).find((each) => each.startsWith(`${this.#rtpengineId}-`))
    if (!name) throw new RtpengineFault('stop recording', `no tap of ${this.#rtpengineId} in ${folder}`, false)
    return join(folder, name)
  }
}
