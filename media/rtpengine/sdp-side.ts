// Offers and answers of one leg to rtpengine: what its phone said on one side, our stub on the other.
import type { NgDictionary } from './codec.ts'
import { codecsToward } from './codecs.ts'
import type { LegSnapshot } from './leg-state.ts'
import { replyFlow, stubSdp } from './sdp.ts'
import { FROM_THERE_ONLY, isSure, LEARNT_ONCE, sdpAt } from './source.ts'

const ALWAYS = ['trust-address', 'port-latching']
/** A stub hears its partner and nobody else. */
const STUB = [...ALWAYS, ...FROM_THERE_ONLY]

/** Left are the two that phones know (RFC 4568 6.2); rtpengine would offer ten others, one without any encryption. */
const SDES = [
  ...['AEAD_AES_256_GCM', 'AEAD_AES_128_GCM', 'AES_256_CM_HMAC_SHA1_80', 'AES_256_CM_HMAC_SHA1_32'],
  ...['AES_192_CM_HMAC_SHA1_80', 'AES_192_CM_HMAC_SHA1_32', 'F8_128_HMAC_SHA1_80', 'F8_128_HMAC_SHA1_32'],
  ...['NULL_HMAC_SHA1_80', 'NULL_HMAC_SHA1_32'],
].map((suite) => `no-${suite}`)

/** DTLS-SRTP and ICE guard a browser's audio by themselves. */
function phoneFlags(state: LegSnapshot): string[] {
  if (state.device === 'web') return ALWAYS
  return [...ALWAYS, ...(isSure(state) ? FROM_THERE_ONLY : LEARNT_ONCE)]
}

type Command = (name: string, body: NgDictionary) => Promise<NgDictionary>

export class SdpSide {
  /** the leg's own, read anew at every offer */
  readonly #state: LegSnapshot
  readonly #webCodecs: readonly string[]
  readonly #command: Command

  constructor(state: LegSnapshot, webCodecs: readonly string[], command: Command) {
    this.#state = state
    this.#webCodecs = webCodecs
    this.#command = command
  }

  async #sdpOf(command: 'offer' | 'answer', body: NgDictionary): Promise<string> {
    const reply = await this.#command(command, { replace: ['origin', 'session-connection'], ...body })
    return String(reply.sdp)
  }

  offerFromPhone(): Promise<string> {
    const { phone, device } = this.#state
    return this.#sdpOf('offer', {
      ...{ 'from-tag': 'L', sdp: this.#phone(), flags: phoneFlags(this.#state) },
      ...{ 'transport-protocol': 'RTP/AVP', ICE: 'remove' },
      ...(device === 'web' ? { 'rtcp-mux': ['demux'] } : {}),
      ...(this.#state.stub.port === 0 ? {} : { 'to-tag': 'X' }),
      codec: codecsToward(phone, device === 'web' ? this.#webCodecs : []),
    })
  }

  answerFromStub(): Promise<string> {
    const web = this.#state.device === 'web'
    return this.#sdpOf('answer', {
      ...{ 'from-tag': 'L', 'to-tag': 'X', sdp: this.#stub(), flags: STUB },
      ...(web ? { ICE: 'force' } : {}),
    })
  }

  offerFromStub(): Promise<string> {
    const { phone } = this.#state
    const side = this.#towardPhone()
    return this.#sdpOf('offer', {
      ...{ 'from-tag': 'X', sdp: this.#stub(), ...side },
      ...(phone === '' ? {} : { 'to-tag': 'L' }),
    })
  }

  #towardPhone(): NgDictionary {
    const plain = { flags: STUB, 'transport-protocol': 'RTP/AVP', ICE: 'remove', codec: { transcode: ['PCMU'] } }
    switch (this.#state.device) {
      case 'phone':
        return plain
      case 'secure':
        return { ...plain, 'transport-protocol': 'RTP/SAVP', DTLS: 'off', SDES }
      case 'web':
        return {
          ...{ flags: [...STUB, 'generate-mid', 'SDES-off'], 'transport-protocol': 'UDP/TLS/RTP/SAVPF' },
          ...{ ICE: 'force', 'rtcp-mux': ['offer'], codec: { transcode: [...this.#webCodecs, 'PCMU'] } },
        }
    }
  }

  answerFromPhone(): Promise<string> {
    return this.#sdpOf('answer', {
      'from-tag': 'X',
      'to-tag': 'L',
      sdp: this.#phone(),
      ICE: 'remove',
      flags: phoneFlags(this.#state),
    })
  }

  #phone(): string {
    return sdpAt(this.#state.phone, this.#state.learnt)
  }

  #stub(): string {
    const { at, payloads, offerer, phone } = this.#state
    const flow = offerer === 'L' ? replyFlow(phone) : 'sendrecv'
    return stubSdp(at, payloads, this.#state.version++, flow)
  }
}
