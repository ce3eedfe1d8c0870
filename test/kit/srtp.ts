// SRTP with keys from the SDP (RFC 3711, RFC 4568), AES_CM_128_HMAC_SHA1_80 alone: for phones of tests. No rollover, no SRTCP.
import { createCipheriv, createHmac } from 'node:crypto'

const TAG_BYTES = 10
const HEAD_BYTES = 12

export class Srtp {
  readonly #key: Buffer
  readonly #salt: Buffer
  readonly #auth: Buffer

  /** `inline`: 30 bytes of master key and salt in Base64, as in a=crypto */
  constructor(inline: string) {
    const master = Buffer.from(inline, 'base64')
    const derived = (label: number, bytes: number) => {
      const iv = Buffer.concat([master.subarray(16, 30), Buffer.alloc(2)])
      iv[7] = iv[7]! ^ label
      return keystream(master.subarray(0, 16), iv, bytes)
    }
    this.#key = derived(0, 16)
    this.#auth = derived(1, 20)
    this.#salt = derived(2, 14)
  }

  /** the key that an SDP offers or answers with; undefined: plain */
  static in(sdp: string): Srtp | undefined {
    const inline = /^a=crypto:\d+ AES_CM_128_HMAC_SHA1_80 inline:([A-Za-z0-9+/=]{40})/m.exec(sdp)?.[1]
    return inline === undefined ? undefined : new Srtp(inline)
  }

  protect(packet: Buffer): Buffer {
    const cipher = Buffer.concat([packet.subarray(0, HEAD_BYTES), this.#crypt(packet, packet.subarray(HEAD_BYTES))])
    return Buffer.concat([cipher, this.#tag(cipher)])
  }

  /** undefined: not of this key */
  open(packet: Buffer): Buffer | undefined {
    if (packet.length < HEAD_BYTES + TAG_BYTES) return undefined
    const cipher = packet.subarray(0, -TAG_BYTES)
    if (!this.#tag(cipher).equals(packet.subarray(-TAG_BYTES))) return undefined
    return Buffer.concat([packet.subarray(0, HEAD_BYTES), this.#crypt(packet, cipher.subarray(HEAD_BYTES))])
  }

  #tag(cipher: Buffer): Buffer {
    return createHmac('sha1', this.#auth).update(cipher).update(Buffer.alloc(4)).digest().subarray(0, TAG_BYTES)
  }

  #crypt(packet: Buffer, body: Buffer): Buffer {
    const iv = Buffer.concat([this.#salt, Buffer.alloc(2)])
    for (let i = 0; i < 4; i++) iv[4 + i] = iv[4 + i]! ^ packet[8 + i]!
    for (let i = 0; i < 2; i++) iv[12 + i] = iv[12 + i]! ^ packet[2 + i]!
    const stream = keystream(this.#key, iv, body.length)
    return Buffer.from(body.map((byte, i) => byte ^ stream[i]!))
  }
}

const keystream = (key: Buffer, iv: Buffer, bytes: number): Buffer =>
  createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(bytes))
