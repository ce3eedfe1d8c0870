// What lies in the data folder is its owner's alone: recordings, keys, passwords, logs. Repeatable; also for folders of before.
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** `others`: folders in it whose owner is another user, who must come to them (PostgreSQL, when root starts it). */
export function keepPrivate(dataDir: string, others: readonly string[]): void {
  // root's: its users pass through, see users.ts
  if (process.getuid?.() !== 0 && statSync(dataDir).uid === process.getuid?.()) chmodSync(dataDir, 0o700)
  for (const { name } of readdirSync(dataDir, { withFileTypes: true }).filter((each) => !each.isSymbolicLink())) {
    const path = join(dataDir, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || others.includes(path) || found.uid !== process.getuid?.()) continue
    if ((found.mode & 0o077) !== 0) chmodSync(path, found.isDirectory() ? 0o700 : 0o600)
  }
}
