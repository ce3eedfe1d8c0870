// PINs that are keyed at phones: few digits, so their strength is the lock after five wrong ones (agent-pins.ts).
import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt) as (
  secret: BinaryLike,
  salt: BinaryLike,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>
const COST: ScryptOptions = { N: 16_384, r: 8, p: 1 }
const LENGTH = 32

export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('hex')}:${(await derive(pin, salt, LENGTH, COST)).toString('hex')}`
}

/** Takes as long when there is nothing to compare with. */
export async function isPin(pin: string, hashed: string): Promise<boolean> {
  const [salt = '', wanted = ''] = hashed.split(':')
  const made = await derive(pin, Buffer.from(salt, 'hex'), LENGTH, COST)
  const kept = Buffer.from(wanted, 'hex')
  return kept.length === LENGTH && timingSafeEqual(made, kept)
}
