// Who hears whom: two are relayed, more are mixed.
import t from 'tap'
import { jointsOf } from '#media/node/joints.ts'

const pair = (listener: string, speaker: string) => ({ listener, speaker })
const both = (a: string, b: string) => [pair(a, b), pair(b, a)]
const ALONE = { mode: 'alone' }

t.test('two who hear each other are relayed both ways', async (t) => {
  const joints = jointsOf(['a', 'b', 'c'], both('a', 'b'))
  t.same(joints.get('a'), { mode: 'relayed', partner: 'b', hears: true, heard: true })
  t.same(joints.get('b'), { mode: 'relayed', partner: 'a', hears: true, heard: true })
  t.same(joints.get('c'), ALONE)
})

t.test('one way is one way', async (t) => {
  const joints = jointsOf(['a', 'b'], [pair('a', 'b')])
  t.same(joints.get('a'), { mode: 'relayed', partner: 'b', hears: true, heard: false })
  t.same(joints.get('b'), { mode: 'relayed', partner: 'a', hears: false, heard: true })
})

t.test('two talks of two in one call are two relays', async (t) => {
  const joints = jointsOf(['a', 'b', 'c', 'd'], [...both('a', 'b'), ...both('c', 'd')])
  t.same(
    [...joints.values()].map(({ mode }) => mode),
    ['relayed', 'relayed', 'relayed', 'relayed'],
  )
})

t.test('three who talk are mixed, and who stands aside is not', async (t) => {
  const joints = jointsOf(['a', 'b', 'c', 'd'], [...both('a', 'b'), ...both('b', 'c'), ...both('a', 'c')])
  t.same(joints.get('a'), { mode: 'mixed', hears: ['b', 'c'], heard: true })
  t.same(joints.get('d'), ALONE)
})

t.test('a listener hears both and is heard by nobody; one who whispers is heard by one', async (t) => {
  const listens = [...both('customer', 'agent'), pair('boss', 'customer'), pair('boss', 'agent')]
  const legs = ['customer', 'agent', 'boss']
  t.same(jointsOf(legs, listens).get('boss'), { mode: 'mixed', hears: ['agent', 'customer'], heard: false })
  t.same(jointsOf(legs, listens).get('customer'), { mode: 'mixed', hears: ['agent'], heard: true })
  const whispers = jointsOf(legs, [...listens, pair('agent', 'boss')])
  t.same(whispers.get('agent'), { mode: 'mixed', hears: ['boss', 'customer'], heard: true })
  t.same(whispers.get('customer'), { mode: 'mixed', hears: ['agent'], heard: true })
})

t.test('a chain is mixed, and so is one who hears himself', async (t) => {
  t.same(jointsOf(['a', 'b', 'c'], [pair('a', 'b'), pair('b', 'c')]).get('b'), {
    ...{ mode: 'mixed', hears: ['c'], heard: true },
  })
  t.same(jointsOf(['a'], [pair('a', 'a')]).get('a'), { mode: 'mixed', hears: ['a'], heard: true })
  t.match(jointsOf(['a', 'b'], [...both('a', 'b'), pair('a', 'a')]).get('b'), { mode: 'mixed', hears: ['a'] })
})

t.test('who is not there counts for nothing', async (t) => {
  t.same(jointsOf(['a'], [pair('a', 'ghost')]).get('a'), ALONE)
})
