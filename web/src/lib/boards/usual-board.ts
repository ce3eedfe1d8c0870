// What a new board begins with: the figures that most rooms want, so that there is something to change.
import type { Tile } from '#engine/protocol/boards.ts'

const tile = (show: Tile['show'], more: Partial<Tile> = {}): Tile => ({
  ...{ show, title: '', queueIds: [], groupId: '', formula: '', text: '', width: '1', sound: false },
  ...more,
})

export const USUAL_TILES: readonly Tile[] = [
  tile('waiting', { warnAt: 5, badAt: 10 }),
  tile('longestWait', { warnAt: 30, badAt: 60 }),
  tile('serviceLevel', { warnAt: 80, badAt: 70 }),
  tile('ready'),
  tile('answered'),
  tile('abandoned'),
  tile('signedIn'),
  tile('clock'),
]
