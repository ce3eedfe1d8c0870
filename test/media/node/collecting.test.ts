// The collect machine: keys, sounds and time.
import t from 'tap'
import { beginCollect, loud, press, quiet, timeOut } from '#media/node/collecting.ts'

const order = {
  ...{ type: 'collect' as const, callId: 'c', legId: 'l', collectId: 'k', maxDigits: 3, terminators: '#*' },
  ...{ firstDigitMs: 5000, interDigitMs: 2000, bargeIn: true, secret: false },
}

t.test('the first key is awaited from the end of what plays, not before', async (t) => {
  const playing = beginCollect(order, true, 100)
  t.equal(playing.dueAt, undefined)
  t.same(timeOut(playing, 99_999), { on: playing })
  t.equal(quiet(playing, 1000).dueAt, 6000)
  t.equal(loud(quiet(playing, 1000)).dueAt, undefined)
  t.equal(beginCollect(order, false, 100).dueAt, 5100)
})

t.test('after a key the next is awaited for the shorter span, whatever plays', async (t) => {
  const one = press(beginCollect(order, false, 0), '1', false, 1000)
  t.match(one, { on: { digits: '1', dueAt: 3000 } })
  if (!('on' in one)) return
  t.equal(quiet(one.on, 2000).dueAt, 3000)
  t.same(timeOut(one.on, 2999), { on: one.on })
  t.same(timeOut(one.on, 3000), { ended: 'inter-timeout', digits: '1' })
})

t.test('it ends with the most digits, and with a terminator that is not one of them', async (t) => {
  let collecting = beginCollect({ ...order, maxDigits: 2 }, false, 0)
  const one = press(collecting, '1', false, 0)
  if ('on' in one) collecting = one.on
  t.same(press(collecting, '2', false, 0), { ended: 'max', digits: '12' })
  t.same(press(collecting, '*', false, 0), { ended: 'terminator', digits: '1' })
  t.same(press(beginCollect(order, false, 0), '#', false, 0), { ended: 'terminator', digits: '' })
})

t.test('a key pressed while a sound plays that cannot be interrupted is not heard', async (t) => {
  const collecting = beginCollect({ ...order, bargeIn: false }, true, 0)
  t.same(press(collecting, '1', true, 0), { on: collecting })
  t.match(press(collecting, '1', false, 0), { on: { digits: '1' } })
})
