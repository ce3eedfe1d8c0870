// Deleting with a question before and, where the record can be made again from what we know, an undo after.
import type { KindInfo } from '#engine/protocol/api.ts'
import type { App } from '../app.svelte.ts'
import type { RecordRow } from '../forms/kinds.svelte.ts'
import { toSend } from '../forms/values.ts'

/** Secrets are never sent to us, so such a record cannot be made again. */
const canUndo = (kind: KindInfo): boolean =>
  kind.kind !== 'prompts' && kind.fields.every((field) => field.type !== 'password')

export async function deleteRecord(app: App, kind: KindInfo, record: RecordRow, after: () => void): Promise<boolean> {
  const words = app.t.common
  const name = String(record[kind.title] ?? record.id)
  const undoable = canUndo(kind)
  const question = { title: words.deleteTitle(name), yes: words.do.delete, no: words.do.cancel, bad: true }
  if (!(await app.notices.ask(undoable ? { ...question, text: words.deleteHelp } : question))) return false
  try {
    await app.api.remove(`/api/config/${kind.kind}/${record.id}?version=${record.version}`)
  } catch (fault) {
    app.fault(fault)
    return false
  }
  const run = async (): Promise<void> => {
    try {
      await app.api.post(`/api/config/${kind.kind}`, toSend(kind.fields, record))
      app.notices.say('good', words.restored)
      after()
    } catch (fault) {
      app.fault(fault)
    }
  }
  const action = undoable ? { action: { label: words.do.undo, run: () => void run() } } : {}
  app.notices.say('good', words.deleted(name), action)
  after()
  return true
}
