// Acts on business records, with what came of them said and an undo beside it.
import type { BulkDone, BusinessKindInfo } from '#engine/protocol/business.ts'
import type { App } from '../app.svelte.ts'

/** rows by their ids, or all that a list is asked for */
export type Those = { ids: string[] } | { ask: Record<string, unknown> }

export function actRun(app: App, kind: BusinessKindInfo, after: () => void) {
  const words = app.t.business
  async function undo(id: string): Promise<void> {
    try {
      const { done, left } = await app.api.post<BulkDone>(`/api/business-undo/${id}`)
      app.notices.say(left > 0 ? 'warn' : 'good', words.undone(done, left))
      after()
    } catch (fault) {
      app.fault(fault)
    }
  }
  function told({ done, left, undo: id }: BulkDone): void {
    const action = id === undefined ? {} : { action: { label: app.t.common.do.undo, run: () => void undo(id) } }
    app.notices.say(left > 0 ? 'warn' : 'good', words.doneMany(done, left), action)
    after()
  }
  async function act(those: Those, one: Record<string, unknown>): Promise<boolean> {
    try {
      told(await app.api.post<BulkDone>(`/api/business-acts/${kind.kind}`, { those, act: one }))
      return true
    } catch (fault) {
      app.fault(fault)
      return false
    }
  }
  async function remove(those: Those, count: number): Promise<boolean> {
    const question = { title: words.deleteMany(count), text: words.deleteHelp, bad: true }
    if (!(await app.notices.ask({ ...question, yes: app.t.common.do.delete, no: app.t.common.do.cancel }))) return false
    return act(those, { act: 'delete' })
  }
  return { act, remove, told }
}
