// One rtpengine call per SIP leg: tag L is the phone, tag X a stub that is re-pointed at another leg's stub or at nobody.
// A re-point keeps both ports, so the phone never needs a re-INVITE.
import type { GapReason } from '#engine/protocol/media.ts'
import type { Device, LegAudio, PlayFile, Recorded, Trust } from '#media/node/audio.ts'
import { Admission } from './admission.ts'
import type { NgDictionary } from './codec.ts'
import { DigitSource } from './digit-source.ts'
import { RtpengineFault } from './fault.ts'
import type { LegEnvironment } from './leg-environment.ts'
import { fresh, isDeaf, type LegSnapshot, NOBODY, PLAIN } from './leg-state.ts'
import { isKnown, packetsFrom } from './query.ts'
import { PcapRecording } from './recording.ts'
import { addressOf, isHeld, isWeb, payloadsOf, type RtpAddress, stubIn } from './sdp.ts'
import { SdpSide } from './sdp-side.ts'
import { isSure } from './source.ts'

/** rtpengine's tap is stamped with the time of day */
const wall = (): number => Date.now()

export class RtpengineLeg implements LegAudio {
  readonly id: string
  readonly #env: LegEnvironment
  #state: LegSnapshot
  readonly #sdp: SdpSide
  #recording: PcapRecording | undefined
  /** What rtpengine does is known: nothing failed half-way, and no process died before it wrote down what it had done. */
  readonly #sure = { at: true, L: true, X: true }
  readonly #admission: Admission

  constructor(env: LegEnvironment, from: Trust | LegSnapshot) {
    this.#env = env
    this.#state = typeof from === 'string' ? fresh(from) : structuredClone(from)
    this.id = this.#state.id
    this.#sdp = new SdpSide(this.#state, env.webCodecs, (name, body) => this.#command(name, body))
    if (typeof from !== 'string') this.#doubt()
    const { recording } = this.#state
    if (recording) this.#recording = new PcapRecording(env, this.id, recording)
    this.#admission = new Admission(env.clock, this.#state, {
      query: () => this.#command('query', {}),
      tell: () => this.#turnTo(this.#state.at),
      block: (blocked) => this.#block('L', blocked),
    })
    if (typeof from !== 'string') this.#admission.watch()
  }

  /** Where another leg sends to when this one should hear it. */
  get stub(): RtpAddress {
    return this.#state.stub
  }

  get device(): Device {
    return this.#state.device
  }

  snapshot(): LegSnapshot {
    return structuredClone({ ...this.#state, recording: this.#recording?.snapshot() })
  }

  signalled(from: string | undefined): void {
    if (from !== undefined) this.#state.signalledFrom = from
  }

  async answerPhone(offer: string): Promise<string> {
    if (!addressOf(offer)) throw new RtpengineFault('offer', 'no audio in the SDP', false)
    const state = this.#state
    const { offerer, phone, learnt, device, stub, payloads } = state
    try {
      state.offerer = 'L'
      state.phone = offer
      state.learnt = undefined
      state.device = isWeb(offer) ? 'web' : 'phone'
      const reply = await this.#sdp.offerFromPhone()
      state.stub = stubIn(reply, this.#env.host)
      state.payloads = payloadsOf(reply)
      return await this.#sdp.answerFromStub()
    } catch (fault) {
      // the phone goes on with what was agreed before, and so must every later re-point
      Object.assign(state, { offerer, phone, learnt, device, stub, payloads })
      this.#doubt()
      throw fault
    }
  }

  async offerPhone(device: Device): Promise<string> {
    const state = this.#state
    state.offerer = 'X'
    state.device = device
    state.payloads = PLAIN
    return this.#sdp.offerFromStub()
  }

  async phoneAnswered(answer: string): Promise<void> {
    const state = this.#state
    const { phone, learnt } = state
    Object.assign(state, { phone: answer, learnt: undefined })
    try {
      state.stub = stubIn(await this.#sdp.answerFromPhone(), this.#env.host)
    } catch (fault) {
      Object.assign(state, { phone, learnt })
      throw fault
    }
  }

  phoneOffered(offer: string): Promise<{ answer: string; held: boolean }> {
    return this.#admission.inTurn(async () => {
      const { stub } = this.#state
      // it may be elsewhere now, which its next packet tells
      if (!isSure({ ...this.#state, phone: offer, learnt: undefined })) await this.#block('L', true)
      const answer = await this.answerPhone(offer).finally(() => this.#admission.watch())
      // partners send there: a moved stub would be silence
      if (this.#state.stub.port !== stub.port) throw new RtpengineFault('offer', 'the stub has moved', false)
      // rtpengine relays whatever the SDP says of directions
      await this.#block('X', isDeaf(this.#state))
      return { answer, held: isHeld(offer) }
    })
  }

  /** What rtpengine does with this leg is told anew by the next order, whatever was told before. */
  #doubt(): void {
    Object.assign(this.#sure, { at: false, L: false, X: false })
  }

  async offerAgain(): Promise<string> {
    const { offerer } = this.#state
    if (offerer === 'X') return this.#sdp.offerFromStub()
    await this.#sdp.offerFromPhone()
    return this.#sdp.answerFromStub()
  }

  async join(partner: LegAudio | undefined, ways: { hears: boolean; heard: boolean }): Promise<void> {
    if (partner !== undefined && !(partner instanceof RtpengineLeg)) throw new TypeError('not a leg of rtpengine')
    return this.#admission.inTurn(async () => {
      const state = this.#state
      const at = partner?.stub ?? NOBODY
      state.ways = ways
      if (partner && ways.heard) await this.#admission.look()
      // silence first, so that nobody hears what he must not while the audio is turned
      await this.#block('L', partner !== undefined && !this.#admission.open)
      await this.#point(at)
      await this.#block('X', isDeaf(this.#state))
      this.#admission.watch()
    })
  }

  async play(file: PlayFile, times: number | 'forever'): Promise<void> {
    this.#state.playing = true
    // rtpengine 10.5 does not mix: what is played and what is relayed would come packet by packet in turns
    await this.#block('X', true)
    await this.#command('play media', {
      'from-tag': 'L',
      file: file.path,
      'repeat-times': times === 'forever' ? 1_000_000 : times,
    })
    this.#recording?.played(file, times, wall())
  }

  async stopPlay(): Promise<void> {
    if (!this.#state.playing) return
    // "not playing" is what we want anyway
    await this.#command('stop media', { 'from-tag': 'L' }).catch((fault: unknown) => {
      if (fault instanceof RtpengineFault && fault.again) throw fault
    })
    this.#recording?.stopped(wall())
    await this.#block('X', isDeaf({ ...this.#state, playing: false }))
    // last, so that what failed half-way is done again
    this.#state.playing = false
  }

  sendDigit(digit: string, ms: number): Promise<boolean> {
    return this.#admission.inTurn(() => this.#press(digit, ms))
  }

  async #press(digit: string, ms: number): Promise<boolean> {
    const { payloads, at, blocked } = this.#state
    if (payloads.events === undefined) return false
    const source = await DigitSource.open(this.#env.clock)
    const heard = !blocked.X
    try {
      // a block holds sound back and lets keys pass
      await this.#block('X', true)
      await this.#point(source.address)
      await source.press(this.#state.stub, payloads, digit, ms)
      await this.#point(at)
      if (heard) await this.#block('X', false)
    } catch (fault) {
      // whoever asks next, or this once more, brings the partner's sound back
      this.#state.at = at
      this.#state.blocked.X = !heard
      this.#doubt()
      throw fault
    } finally {
      source.close()
    }
    return true
  }

  async startRecording(recordingId: string): Promise<void> {
    const begun = this.#recording?.snapshot().recordingId
    if (begun !== undefined && begun !== recordingId)
      throw new RtpengineFault('start recording', 'is being recorded', false)
    this.#recording ??= new PcapRecording(this.#env, this.id, {
      recordingId,
      startedAt: wall(),
      stubPort: this.#state.stub.port,
      phone: this.#state.phone,
      played: [],
    })
    await this.#command('start recording', {}).catch((fault: unknown) => {
      // one that does not answer may have begun it: the same order again is harmless
      if (!(fault instanceof RtpengineFault && fault.again)) this.#recording = undefined
      throw fault
    })
  }

  async breakRecording(reason: GapReason): Promise<void> {
    if (!this.#recording?.broken(reason, wall())) return
    await this.#command('stop recording', {})
  }

  async goOnRecording(): Promise<void> {
    if (!this.#recording?.isBroken) return
    await this.#command('start recording', {})
    this.#recording.goesOn(wall())
  }

  async packets(): Promise<number | undefined> {
    return packetsFrom('L', await this.#command('query', {}))
  }

  async silentMs(): Promise<number> {
    return this.#recording?.silentMs(wall()) ?? 0
  }

  async stopRecording(formats: readonly ('wav' | 'mp3')[]): Promise<Recorded> {
    const recording = this.#recording
    if (!recording) throw new RtpengineFault('stop recording', 'is not being recorded', false)
    this.#recording = undefined
    const endedAt = wall()
    // the call may be gone already; its file is complete then
    await this.#command('stop recording', {}).catch(() => {})
    return recording.finish(formats, endedAt)
  }

  async restarted(): Promise<boolean> {
    if (!(await isKnown(this.#command('query', {})))) return false
    // what was blocked or let go since the last offer it did not write down
    this.#doubt()
    for (const tag of ['L', 'X'] as const) await this.#block(tag, this.#state.blocked[tag])
    if (!this.#recording || this.#recording.isBroken) return true
    await this.#command('start recording', {})
    this.#recording.restarted(wall())
    return true
  }

  async remove(): Promise<void> {
    this.#admission.close()
    await this.#command('delete', { 'delete-delay': 0 }).catch((fault: unknown) => {
      if (fault instanceof RtpengineFault && fault.again) throw fault
    })
  }

  async #point(at: RtpAddress): Promise<void> {
    const now = this.#state.at
    const known = this.#sure.at || !this.#isSetUp
    if (!known || at.port !== now.port || at.host !== now.host) await this.#turnTo(at)
  }

  async #turnTo(at: RtpAddress): Promise<void> {
    const state = this.#state
    state.at = at
    // until the answer is there nobody knows where the sound goes: the next one who asks points it again
    this.#sure.at = false
    if (state.offerer === 'L') {
      await this.#sdp.offerFromPhone()
      await this.#sdp.answerFromStub()
    } else {
      await this.#sdp.offerFromStub()
      await this.#sdp.answerFromPhone()
    }
    this.#sure.at = true
  }

  #command(name: string, body: NgDictionary): Promise<NgDictionary> {
    return this.#env.ng.command(name, { 'call-id': this.id, ...body })
  }

  async #block(tag: 'L' | 'X', blocked: boolean): Promise<void> {
    const known = this.#sure[tag] || !this.#isSetUp
    if (known && this.#state.blocked[tag] === blocked) return
    this.#sure[tag] = false
    await this.#command(blocked ? 'block media' : 'unblock media', { 'from-tag': tag })
    this.#state.blocked[tag] = blocked
    this.#sure[tag] = true
  }

  /** Both sides have said where they are; before that there is nothing to point. */
  get #isSetUp(): boolean {
    return this.#state.phone !== '' && this.#state.stub.port !== 0
  }
}
