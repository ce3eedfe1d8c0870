// Password hashing: argon2id (the library's default), 19 MiB and 2 passes as OWASP asks; 50-100 ms off the event loop.
import { hash, verify } from '@node-rs/argon2'

const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS)

/** A hash we cannot read counts as wrong. */
export async function isPassword(password: string, hashed: string): Promise<boolean> {
  try {
    return await verify(hashed, password)
  } catch {
    return false
  }
}

/** Takes as long as a real check, so that an unknown account cannot be told from a wrong password by its time. */
export async function checkNobody(password: string): Promise<void> {
  await hashPassword(password)
}
