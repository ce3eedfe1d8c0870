// A roster being edited against a server that is slow, changed by others, or out of reach.
import t from 'tap'
import type { DutyChange, RosterView } from '#engine/protocol/roster.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type Api, ApiFailure } from '#web/src/lib/api/client.ts'
import { setShift } from '#web/src/lib/roster/acts.ts'
import { createRosterSession, type RosterState } from '#web/src/lib/roster/session.ts'
import { consequences, duty, MONDAY, roster } from './stands.ts'

const CONFLICT = new ApiFailure(409, { refusal: 'changed-meanwhile', message: { zh: '', en: '' } })
type Body = { version: number; changes: DutyChange[] }

/** A server that holds its answers until told, and keeps one version. */
function world(held = false) {
  let view: RosterView = roster([duty('a', MONDAY, 'early')])
  const asked: { path: string; body: Body }[] = []
  const waiting: (() => void)[] = []
  const states: RosterState[] = []
  const faults: unknown[] = []
  let conflicts = 0
  let refusal: unknown
  const api: Pick<Api, 'get' | 'post'> = {
    get: async <T>() => view as T,
    post: async <T>(path: string, body?: unknown) => {
      const input = body as Body
      asked.push({ path, body: input })
      if (held) await new Promise<void>((resolve) => waiting.push(resolve))
      if (refusal) throw refusal
      if (input.version !== view.version) throw CONFLICT
      const total = 100 + input.changes.length
      const duties = input.changes.flatMap(({ agentId, date, shiftId }) =>
        shiftId === null ? [] : [duty(agentId, date, shiftId as 'early', { pinned: true })],
      )
      if (!path.includes('dryRun')) view = { ...view, version: view.version + 1, duties }
      return consequences(view, { duties, costs: { under: 0, over: 0, total, wishes: 0 } }) as T
    },
  }
  const session = createRosterSession({
    api,
    id: 'r1',
    onState: (state) => states.push(state),
    onFault: (fault) => faults.push(fault),
    onConflict: () => conflicts++,
  })
  return {
    session,
    asked,
    faults,
    now: () => states.at(-1)!,
    conflicts: () => conflicts,
    settled: () => waitFor(async () => states.at(-1)?.asking === false, { what: 'the consequences' }),
    answer: () => waiting.shift()?.(),
    refuse: (fault: unknown) => {
      refusal = fault
    },
    /** another planner saves */
    other: () => {
      view = { ...view, version: view.version + 1, duties: [...view.duties, duty('c', MONDAY, 'late')] }
    },
  }
}
const step = (agentId: string, shiftId: string | null): DutyChange[] => setShift([{ agentId, date: MONDAY }], shiftId)

t.test('a change is drawn at once and its consequences when the server has answered', async (t) => {
  const { session, now, settled, answer, asked } = world(true)
  await session.load()
  session.act(step('b', 'late'))
  t.equal(now().drawn.duties.get(`b ${MONDAY}`)?.shiftId, 'late')
  t.ok(now().asking)
  t.equal(now().drawn.costs.total, 10, 'the cost is still the old one')
  answer()
  await settled()
  t.equal(now().drawn.costs.total, 101)
  t.match(asked[0]?.path, 'dryRun=true')
})

t.test('changes made while the server thinks are asked for together, once', async (t) => {
  const { session, now, settled, answer, asked } = world(true)
  await session.load()
  session.act(step('b', 'late'))
  session.act(step('c', 'late'))
  session.act(step('a', null))
  t.equal(asked.length, 1)
  answer()
  await waitFor(async () => asked.length === 2, { what: 'the second question' })
  t.equal(now().drawn.costs.total, 10, 'the answer to the older question is not drawn')
  answer()
  await settled()
  t.equal(asked[1]?.body.changes.length, 3)
  t.equal(now().drawn.costs.total, 103)
})

t.test('undone to the beginning there is nothing to ask and nothing to save', async (t) => {
  const { session, now, settled, asked } = world()
  await session.load()
  session.act(step('b', 'late'))
  await settled()
  session.undo()
  t.same(now().changes, [])
  t.equal(now().drawn.costs.total, 10)
  t.equal(await session.save(), false)
  session.redo()
  t.equal(now().changes.length, 1)
  await settled()
  t.ok(asked.every(({ path }) => path.includes('dryRun')))
})

t.test('after a save the version has grown and the steps are done with', async (t) => {
  const { session, now, settled } = world()
  await session.load()
  session.act(step('b', 'late'))
  await settled()
  t.equal(await session.save(), true)
  t.match(now(), { changes: [], view: { version: 2 } })
  session.undo()
  t.same(now().changes, [])
  session.act(step('b', null))
  await settled()
  t.equal(now().changes.length, 1, 'the next change is of the new version')
})

t.test('when somebody else saved first, theirs is loaded and the own change lies on it', async (t) => {
  const { session, now, settled, other, conflicts, faults } = world()
  await session.load()
  session.act(step('b', 'late'))
  await settled()
  other()
  t.equal(await session.save(), false)
  t.equal(conflicts(), 1)
  await settled()
  t.equal(now().view.version, 2)
  t.equal(now().drawn.duties.get(`c ${MONDAY}`)?.shiftId, 'late', 'theirs')
  t.equal(now().drawn.duties.get(`b ${MONDAY}`)?.shiftId, 'late', 'ours')
  t.equal(await session.save(), true)
  t.same(faults, [])
})

t.test('a conflict is seen already when the consequences are asked for', async (t) => {
  const { session, now, settled, other, conflicts } = world()
  await session.load()
  other()
  session.act(step('b', 'late'))
  await waitFor(async () => conflicts() === 1, { what: 'the conflict' })
  await settled()
  t.equal(now().changes.length, 1)
  t.equal(now().view.version, 2)
})

t.test('a server that refuses for no reason is not asked for ever', async (t) => {
  const { session, now, settled, refuse, asked, faults, conflicts } = world()
  await session.load()
  refuse(CONFLICT)
  session.act(step('b', 'late'))
  await waitFor(async () => faults.length === 1, { what: 'the fault' })
  await settled()
  t.equal(asked.length, 1)
  t.equal(conflicts(), 0)
  t.equal(now().changes.length, 1, 'the change is kept')
})

t.test('out of reach the change is kept and can be saved later', async (t) => {
  const { session, now, settled, refuse, faults } = world()
  await session.load()
  refuse(new ApiFailure(0, { refusal: 'offline', message: { zh: '', en: '' } }))
  session.act(step('b', 'late'))
  await waitFor(async () => faults.length === 1, { what: 'the fault' })
  t.equal(await session.save(), false)
  t.equal(now().saving, false)
  refuse(undefined)
  t.equal(await session.save(), true)
  await settled()
  t.equal(now().view.version, 2)
})
