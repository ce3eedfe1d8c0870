// A transfer that nobody can take is refused while the talk goes on.
import t from 'tap'
import type { TransferTarget } from '#engine/protocol/agent.ts'
import type { ActFailure } from '#engine/protocol/failures.ts'
import { ended, machine, messages, orders, talking, told, waitId } from './company.ts'

const transferOf = (target: TransferTarget) => ({ type: 'transfer', agentId: 'a1', target }) as const
type Made = ReturnType<ReturnType<typeof talking>['when']>

t.test('passed on to somebody who cannot take it: refused with the reason, and the talk goes on', async (t) => {
  const stays = (made: Made, reason: ActFailure, cause: string): void => {
    t.same(messages(made.decision).length, 1)
    t.match(messages(made.decision), [{ to: 'a1', command: { type: 'act-failed', act: 'transfer', reason } }])
    t.match(orders(made.decision), [{ type: 'refuse-transfer', legId: 'leg-a1', cause }], 'its phone is told too')
    t.match(made.state, { mode: 'talking', journey: { parties: [{ legId: 'L1' }, { legId: 'leg-a1' }] } })
    t.equal(machine.wakeAt(made.state), undefined)
  }
  const asked = talking().does(transferOf({ type: 'agent', agentId: 'a2' }), 20_000)
  t.same(
    orders(talking().when(transferOf({ type: 'agent', agentId: 'a2' }), 20_000).decision),
    [],
    'nobody hears a thing',
  )
  const told2 = { type: 'may-ring-told', agentId: 'a2', requestId: waitId(asked) } as const
  stays(asked.when({ ...told2, reason: 'busy' }, 20_001), 'busy', 'busy')
  stays(asked.when({ ...told2, reason: 'on-break' }, 20_001), 'on-break', 'unavailable')
  stays(asked.when({ type: 'wake' }, 26_000), 'directory-away', 'unavailable')
  const outwards = talking().does(transferOf({ type: 'outside', number: '139' }), 20_000)
  for (const reason of ['no-trunk', 'unknown-number'] as const)
    stays(outwards.when(told(outwards, { type: 'dialled', found: false, reason }), 20_001), reason, 'unavailable')
  const number = outwards.does(
    told(outwards, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' } }),
    20_001,
  )
  stays(number.when({ ...told2, requestId: waitId(number), reason: 'busy' }, 20_002), 'busy', 'busy')
  const gone = asked.does(ended('L1'), 20_001)
  gone.when(told2, 20_002).gives(t, [], [])
})
