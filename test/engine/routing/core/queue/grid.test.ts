// The queue's table as a picture, so that a reviewer sees a changed cell at a glance.
import t from 'tap'
import { queueGrid } from '#engine/routing/core/queue/machine.ts'
import { matchesPicture } from '../../../../kit/picture.ts'

t.test("the queue's table is the one last reviewed", (t) => {
  matchesPicture(t, queueGrid(), new URL('grid.txt', import.meta.url), 'x decides, - hears and does nothing, . refuses')
  t.end()
})
