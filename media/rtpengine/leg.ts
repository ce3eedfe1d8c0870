// One rtpengine call per SIP leg: tag L is the phone, tag X a stub that is re-pointed at another leg's stub or at nobody.
// A re-point keeps both ports, so the phone never needs a re-INVITE.
import type { GapReason } from '#engine/protocol/media.ts'
import type { Device, LegAudio, PlayFile, Recorded, Trust, Ways } from '#media/node/audio.ts'
import { Admission } from './admission.ts'
import type { NgDictionary } from './codec.ts'
import { DigitSource } from './digit-source.ts'
import { RtpengineFault } from './fault.ts'
import type { LegEnvironment } from './leg-environment.ts'
import { LegRecording } from './leg-recording.ts'
import { fresh, isDeaf, type LegSnapshot, NOBODY, PLAIN } from './leg-state.ts'
import { isKnown, packetsFrom } from './query.ts'
import { addressOf, isHeld, isWeb, payloadsOf, type RtpAddress, stubIn } from './sdp.ts'
import { SdpSide } from './sdp-side.ts'
import { isSure } from './source.ts'

export class RtpengineLeg implements LegAudio {
  readonly id: string
  readonly #env: LegEnvironment
  #state: LegSnapshot
  readonly #sdp: SdpSide
  readonly #recording: LegRecording
  /** What rtpengine does is known: nothing failed half-way, and no process died before it wrote down what it had done. */
  readonly #sure = { at: true, L: true, X: true, keys: true }
  readonly #admission: Admission

  constructor(env: LegEnvironment, from: Trust | LegSnapshot) {
    this.#env = env
    this.#state = typeof from === 'string' ? fresh(from) : structuredClone(from)
    this.id = this.#state.id
    this.#sdp = new SdpSide(this.#state, env.webCodecs, (name, body) => this.#command(name, body))
    if (typeof from !== 'string') this.#doubt()
    this.#recording = new LegRecording(env, this.#state, (name) => this.#command(name, {}))
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
    return structuredClone({ ...this.#state, recording: this.#recording.snapshot() })
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
    Object.assign(this.#sure, { at: false, L: false, X: false, keys: false })
  }

  async offerAgain(): Promise<string> {
    const { offerer } = this.#state
    if (offerer === 'X') return this.#sdp.offerFromStub()
    await this.#sdp.offerFromPhone()
    return this.#sdp.answerFromStub()
  }

  join(partner: LegAudio | undefined, ways: Ways): Promise<void> {
    if (partner !== undefined && !(partner instanceof RtpengineLeg)) throw new TypeError('not a leg of rtpengine')
    return this.#admission.inTurn(async () => {
      await this.#turn(partner?.stub ?? NOBODY, ways)
      this.#env.mixer.leave(this.id)
    })
  }

  mix(room: string, hears: readonly LegAudio[], heard: boolean): Promise<void> {
    return this.#admission.inTurn(async () => {
      const { stub, payloads } = this.#state
      if (!this.#isSetUp) throw new RtpengineFault('mix', 'its phone has said nothing yet', false)
      const { mixer } = this.#env
      const at = await mixer.seat({ id: this.id, room, to: stub, payloads })
      const speakers = hears.map(({ id }) => id)
      mixer.hears(this.id, speakers)
      await this.#turn(at, { hears: speakers.length > 0, heard })
    })
  }

  async #turn(at: RtpAddress, ways: Ways): Promise<void> {
    const alone = at.port === NOBODY.port
    this.#state.ways = ways
    if (!alone && ways.heard) await this.#admission.look()
    // silence first, so that nobody hears what he must not while the audio is turned
    await this.#block('L', !alone && !this.#admission.open)
    await this.#point(at)
    await this.#block('X', isDeaf(this.#state))
    this.#admission.watch()
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
    this.#recording.played(file, times)
  }

  async stopPlay(): Promise<void> {
    if (!this.#state.playing) return
    // "not playing" is what we want anyway
    await this.#command('stop media', { 'from-tag': 'L' }).catch((fault: unknown) => {
      if (fault instanceof RtpengineFault && fault.again) throw fault
    })
    this.#recording.playStopped()
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

  holdKeys(held: boolean): Promise<void> {
    return this.#admission.inTurn(async () => {
      if ((this.#state.keysHeld ?? false) === held && this.#sure.keys) return
      this.#sure.keys = false
      await this.#command(held ? 'block DTMF' : 'unblock DTMF', { 'from-tag': 'L' })
      Object.assign(this.#state, { keysHeld: held })
      this.#sure.keys = true
    })
  }

  startRecording(recordingId: string): Promise<void> {
    return this.#recording.start(recordingId)
  }

  breakRecording(reason: GapReason): Promise<void> {
    return this.#recording.break(reason)
  }

  goOnRecording(): Promise<void> {
    return this.#recording.goOn()
  }

  async packets(): Promise<number | undefined> {
    return packetsFrom('L', await this.#command('query', {}))
  }

  silentMs(): Promise<number> {
    return this.#recording.silentMs()
  }

  stopRecording(formats: readonly ('wav' | 'mp3')[]): Promise<Recorded> {
    return this.#recording.stop(formats)
  }

  async restarted(): Promise<boolean> {
    if (!(await isKnown(this.#command('query', {})))) return false
    // what was blocked or let go since the last offer it did not write down
    this.#doubt()
    for (const tag of ['L', 'X'] as const) await this.#block(tag, this.#state.blocked[tag])
    await this.holdKeys(this.#state.keysHeld === true)
    await this.#recording.audioRestarted()
    return true
  }

  async remove(): Promise<void> {
    this.#admission.close()
    this.#env.mixer.leave(this.id)
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
