// A file of a part's own folder, written by the launcher. The part may be somebody who was broken into: what he put in the
// file's place, a link to a file of root's, is replaced and not followed.
import { randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'

export function putFile(path: string, text: string): void {
  const made = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(made, text, { mode: 0o600, flag: 'wx' })
  renameSync(made, path)
}
