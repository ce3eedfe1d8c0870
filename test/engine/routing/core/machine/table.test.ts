// The table of cells: what a filled cell decides, what an empty one says.
import t from 'tap'
import { decided } from '#engine/routing/core/machine/decided.ts'
import { defineTable } from '#engine/routing/core/machine/table.ts'

type Lamp = { mode: 'off' } | { mode: 'on'; since: number }
type LampCommand = { type: 'switch' } | { type: 'news'; news: { type: 'blown'; watts: number } }
type LampFact = { type: 'switched' } | { type: 'burnt'; watts: number }

const table = defineTable<Lamp, LampCommand, LampFact>({
  off: { switch: () => decided([{ type: 'switched' }]) },
  on: {
    switch: (state, _command, given) => decided(given.at > state.since ? [{ type: 'switched' }] : []),
    blown: (_state, news) => decided([{ type: 'burnt', watts: news.watts }]),
  },
})

t.test('a filled cell decides, and sees the news inside the command', (t) => {
  const decision = table.decide(
    { mode: 'on', since: 1 },
    { type: 'news', news: { type: 'blown', watts: 60 } },
    {
      at: 2,
      seed: 's',
    },
  )
  t.same(decision, { facts: [{ type: 'burnt', watts: 60 }], effects: [] })
  t.end()
})

t.test('an empty cell refuses by itself and says what was tried when', (t) => {
  const decision = table.decide(
    { mode: 'off' },
    { type: 'news', news: { type: 'blown', watts: 60 } },
    {
      at: 2,
      seed: 's',
    },
  )
  t.same(decision, { refusal: 'command-not-possible', detail: 'blown while off' })
  t.end()
})

t.test('a command named like a property of every object is an empty cell', (t) => {
  const decision = table.decide({ mode: 'off' }, { type: 'constructor' } as never, { at: 2, seed: 's' })
  t.match(decision, { refusal: 'command-not-possible' })
  t.end()
})

t.test('the grid shows every cell', (t) => {
  t.equal(table.grid(), ['       | off | on |', 'blown  | .   | x  |', 'switch | x   | x  |'].join('\n'))
  t.same(table.filled(), ['off/switch', 'on/switch', 'on/blown'])
  t.end()
})
