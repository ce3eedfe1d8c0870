// Callers who arrive while the media node is being asked what it has: the answer is older than they are.
import t from 'tap'
import { truthDefaults } from '#engine/routing/host/truth.ts'
import { settled } from '../../../kit/engine.ts'
import { world } from '../../../kit/small-centre.ts'

t.test('a truth asked before a call came says nothing about it, however often it is asked', async (t) => {
  const here = await world()
  const started = await here.start({ truth: { ...truthDefaults, sweepMs: 50 } })
  await settled(started.engine)
  const callers: ReturnType<typeof here.media.caller>[] = []
  const arrive = () => callers.push(here.media.caller({ number: `138${callers.length}`, to: '95000' }))
  // the node answers with what it had when it was asked; meanwhile callers come
  here.media.legs = async () => {
    const truth = here.media.truth()
    arrive()
    return truth
  }
  for (let turn = 0; turn < 150; turn++) {
    here.clock.advance(50)
    await settled(started.engine)
  }
  t.ok(callers.length >= 140, `${callers.length} callers`)
  t.strictSame(
    callers.filter((caller) => caller.state === 'ended' && caller.status === undefined).map(({ callId }) => callId),
    [],
    'nobody is hung up',
  )
  const calls = started.engine.actors().filter((ref) => ref.kind === 'call').length
  t.equal(calls, callers.length, 'every caller has a call')
  started.engine.kill()
})
