// Words of the boards of wall screens, and of the wallboard's past.
import type { boards as chinese } from '../zh/boards.ts'

export const boards: typeof chinese = {
  title: 'Wall boards',
  add: 'New board',
  board: 'Board',
  unsaved: '(not saved)',
  name: 'Name',
  newName: (n) => `Board ${n}`,
  seconds: 'Seconds shown',
  addTile: 'Add a tile',
  editTile: 'Change the tile',
  removeTile: 'Remove the tile',
  removeSure: 'Delete the board',
  before: 'Move forward',
  after: 'Move back',
  help: 'The figures below are those of now. Move or change a tile with the pointer on it, drag it, or reach its buttons by Tab. After saving, choose under “Wall screens” which boards a screen goes through.',
  none: 'There are no boards yet',
  noneHelp:
    'Press “New board”, begin with the usual tiles and change them. Without boards, wall screens show the standard wallboard.',
  badFormula: 'This is no formula: only the names listed, numbers and + - * / ( )',
  clock: 'Time',
  sound: 'Press to switch the sound on',
  past: 'Look back',
  backToNow: 'Back to now',
  pastDay: 'Day',
  pastTime: 'Time',
  pastNote: 'Drag the time line to see any moment of the last 90 days; agents count for the queues they serve today',
  shownAt: (time) => `The wallboard at ${time}`,
  play: 'Play',
  pause: 'Stop',
}
