// One turn of the event loop is one burst to the client, in order, and one message that it refuses stops no other.
import t from 'tap'
import { newTurn } from '#engine/bus/turn.ts'

t.test('what is sent in one turn leaves together, in order, whatever its kind', async (t) => {
  const sent: string[] = []
  const turn = newTurn(() => {})
  turn.later(() => sent.push('a'))
  const answer = turn.asked(async () => {
    sent.push('b')
    return 7
  })
  turn.later(() => sent.push('c'))
  t.strictSame(sent, [], 'nothing before the turn ends')
  t.equal(await answer, 7)
  t.strictSame(sent, ['a', 'b', 'c'])
})

t.test('what is sent while the others leave goes with the next turn', async (t) => {
  const sent: string[] = []
  const turn = newTurn(() => {})
  turn.later(() => turn.later(() => sent.push('later')))
  await turn.asked(async () => {})
  t.strictSame(sent, [])
  await turn.asked(async () => {})
  t.strictSame(sent, ['later'])
})

t.test(
  'a message that the client does not take is told; the others leave; a question fails for its asker',
  async (t) => {
    const bugs: unknown[] = []
    const turn = newTurn((bug) => bugs.push(bug))
    const wrong = new Error('closed')
    turn.later(() => {
      throw wrong
    })
    const refused = turn.asked(() => {
      throw wrong
    })
    const answer = turn.asked(async () => 'yes')
    await t.rejects(refused, wrong)
    t.equal(await answer, 'yes')
    t.strictSame(bugs, [wrong])
  },
)
