// The agent's table as a picture, so that a reviewer sees a changed cell at a glance.
import t from 'tap'
import { agentGrid } from '#engine/routing/core/agent/machine.ts'
import { matchesPicture } from '../../../../kit/picture.ts'

t.test("the agent's table is the one last reviewed", (t) => {
  matchesPicture(t, agentGrid(), new URL('grid.txt', import.meta.url), 'x decides, - hears and does nothing, . refuses')
  t.end()
})
