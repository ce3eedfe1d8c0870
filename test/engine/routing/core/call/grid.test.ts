// The call's table as a picture, so that a reviewer sees a changed cell at a glance.
import t from 'tap'
import { callTable } from '#engine/routing/core/call/machine.ts'
import { matchesPicture } from '../../../../kit/picture.ts'
import { kinds } from './company.ts'

t.test("the call's table is the one last reviewed", (t) => {
  const grid = callTable(kinds).grid()
  matchesPicture(t, grid, new URL('grid.txt', import.meta.url), 'x decides, - hears and does nothing, . refuses')
  t.end()
})
