// Accounts of the sample company that its published passwords still open. Hashing is dear, so each hash is judged once.
import type { SampleAccount } from '../sample-company.ts'
import type { Sql } from '../store/postgres.ts'
import { isPassword } from './passwords.ts'

export function samplePasswords(sql: Sql, samples: readonly SampleAccount[]): () => Promise<string[]> {
  const judged = new Map<string, boolean>()
  return async () => {
    const passwords = new Map(samples.map(({ account, password }) => [account, password]))
    const rows = await sql<{ account: string; passwordHash: string }[]>`
      select account, password_hash from accounts where enabled and account = any(${[...passwords.keys()]})`
    const open: string[] = []
    for (const { account, passwordHash } of rows) {
      const known = judged.get(passwordHash) ?? (await isPassword(passwords.get(account) ?? '', passwordHash))
      judged.set(passwordHash, known)
      if (known) open.push(account)
    }
    return open
  }
}
