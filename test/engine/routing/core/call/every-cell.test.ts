// Every command in every stand of a call comes to what the table says.
import t from 'tap'
import { callTable } from '#engine/routing/core/call/machine.ts'
import { told } from '../told.ts'
import { kinds } from './company.ts'
import { COMMANDS, LATER, STANDS } from './every.ts'
import { CELLS } from './every-cell.ts'
import { fetched, flagged, redirected, soundTold, verified, watched } from './every-watch.ts'

const ALIKE: Record<string, (stand: string) => string> = {
  watch: watched,
  redirect: redirected,
  // only what rings at a phone of the house
  'pick-up': () => 'refused command-not-possible',
  retrieve: fetched,
  flag: flagged,
  'line-told': soundTold,
  verify: verified,
}

for (const [name, begin] of Object.entries(STANDS))
  t.test(`a call ${name}`, async (t) => {
    const decided = Object.entries(COMMANDS).map(([key, command]) => {
      const stand = begin()
      const { decision, state } = stand.when(command(stand), LATER, 'new')
      return [key, `${told(decision)}${state.mode === stand.state.mode ? '' : ` = ${state.mode}`}`]
    })
    const wanted = Object.keys(COMMANDS).map((key) => [key, ALIKE[key]?.(name) ?? CELLS[name]?.[key] ?? ''])
    t.strictSame(Object.fromEntries(decided), Object.fromEntries(wanted))
  })

t.test('every filled cell is walked, but for those of a call that is forgotten', async (t) => {
  const walked = new Set<string>()
  for (const begin of Object.values(STANDS)) {
    const stand = begin()
    for (const command of Object.values(COMMANDS)) {
      const told = command(stand)
      const { type } = told.type === 'news' ? told.news : told.type === 'queue' ? told.notice : told
      walked.add(`${stand.state.mode}/${type}`)
    }
  }
  const cells = callTable(kinds).filled()
  t.strictSame(
    cells.filter((cell) => !walked.has(cell) && !cell.startsWith('over/')),
    [],
  )
})
