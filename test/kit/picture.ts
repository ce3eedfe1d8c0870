// A text kept beside its test and compared with it: tap's own snapshots are keyed by the program that was started, so
// they would fail when test/check.unit.ts imports the test. `TAP_SNAPSHOT=1 npx tap <test>` writes the file anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Test } from 'tap'

export function matchesPicture(t: Test, text: string, file: URL, what: string): void {
  if (t.writeSnapshot) writeFileSync(file, `${text}\n`)
  t.equal(`${text}\n`, existsSync(file) ? readFileSync(file, 'utf8') : '', what)
}
