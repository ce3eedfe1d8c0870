// Who hears whom, as far as a relay can do it.
import t from 'tap'
import { relayOf } from '#media/node/relay.ts'

const pair = (listener: string, speaker: string) => ({ listener, speaker })

t.test('two who hear each other are joined both ways', async (t) => {
  const joints = relayOf(['a', 'b', 'c'], [pair('a', 'b'), pair('b', 'a')])
  t.same(joints?.get('a'), { partner: 'b', hears: true, heard: true })
  t.same(joints?.get('b'), { partner: 'a', hears: true, heard: true })
  t.same(joints?.get('c'), { partner: undefined, hears: false, heard: false })
})

t.test('one way is one way', async (t) => {
  const joints = relayOf(['a', 'b'], [pair('a', 'b')])
  t.same(joints?.get('a'), { partner: 'b', hears: true, heard: false })
  t.same(joints?.get('b'), { partner: 'a', hears: false, heard: true })
})

t.test('two separate talks in one call can be relayed', async (t) => {
  t.ok(relayOf(['a', 'b', 'c', 'd'], [pair('a', 'b'), pair('b', 'a'), pair('c', 'd'), pair('d', 'c')]))
})

t.test('what needs a mixer is not relayed', async (t) => {
  t.equal(relayOf(['a', 'b', 'c'], [pair('a', 'b'), pair('a', 'c')]), undefined, 'one hears two')
  t.equal(relayOf(['a', 'b', 'c'], [pair('a', 'c'), pair('b', 'c')]), undefined, 'two hear one')
  t.equal(relayOf(['a', 'b', 'c'], [pair('a', 'b'), pair('b', 'c')]), undefined, 'a chain')
  t.equal(relayOf(['a'], [pair('a', 'a')]), undefined, 'oneself')
  t.equal(relayOf(['a'], [pair('a', 'ghost')]), undefined, 'nobody')
})
