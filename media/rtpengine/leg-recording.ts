// The recording of one leg: rtpengine's tap of it is begun, broken and ended.
import type { GapReason } from '#engine/protocol/media.ts'
import type { PlayFile, Recorded } from '#media/node/audio.ts'
import type { NgDictionary } from './codec.ts'
import { RtpengineFault } from './fault.ts'
import type { LegEnvironment } from './leg-environment.ts'
import type { LegSnapshot } from './leg-state.ts'
import { PcapRecording } from './recording.ts'
import type { RecordingSnapshot } from './recording-words.ts'

/** rtpengine's tap is stamped with the time of day */
const wall = (): number => Date.now()

export class LegRecording {
  readonly #env: LegEnvironment
  readonly #leg: LegSnapshot
  readonly #command: (name: string) => Promise<NgDictionary>
  #recording: PcapRecording | undefined

  constructor(env: LegEnvironment, leg: LegSnapshot, command: (name: string) => Promise<NgDictionary>) {
    this.#env = env
    this.#leg = leg
    this.#command = command
    if (leg.recording) this.#recording = new PcapRecording(env, leg.id, leg.recording)
  }

  snapshot(): RecordingSnapshot | undefined {
    return this.#recording?.snapshot()
  }

  played(file: PlayFile, times: number | 'forever'): void {
    this.#recording?.played(file, times, wall())
  }

  playStopped(): void {
    this.#recording?.stopped(wall())
  }

  async start(recordingId: string): Promise<void> {
    const begun = this.#recording?.snapshot().recordingId
    if (begun !== undefined && begun !== recordingId)
      throw new RtpengineFault('start recording', 'is being recorded', false)
    const { id, stub, phone } = this.#leg
    const from = { recordingId, startedAt: wall(), stubPort: stub.port, phone, played: [] }
    this.#recording ??= new PcapRecording(this.#env, id, from)
    await this.#command('start recording').catch((fault: unknown) => {
      // one that does not answer may have begun it: the same order again is harmless
      if (!(fault instanceof RtpengineFault && fault.again)) this.#recording = undefined
      throw fault
    })
  }

  async break(reason: GapReason): Promise<void> {
    if (!this.#recording?.broken(reason, wall())) return
    await this.#command('stop recording')
  }

  async goOn(): Promise<void> {
    if (!this.#recording?.isBroken) return
    await this.#command('start recording')
    this.#recording.goesOn(wall())
  }

  async silentMs(): Promise<number> {
    return this.#recording?.silentMs(wall()) ?? 0
  }

  async stop(formats: readonly ('wav' | 'mp3')[]): Promise<Recorded> {
    const recording = this.#recording
    if (!recording) throw new RtpengineFault('stop recording', 'is not being recorded', false)
    this.#recording = undefined
    const endedAt = wall()
    // the call may be gone already; its file is complete then
    await this.#command('stop recording').catch(() => {})
    return recording.finish(formats, endedAt)
  }

  async audioRestarted(): Promise<void> {
    if (!this.#recording || this.#recording.isBroken) return
    // what comes in before the answer is written already
    const at = wall()
    await this.#command('start recording')
    this.#recording.restarted(at)
  }
}
