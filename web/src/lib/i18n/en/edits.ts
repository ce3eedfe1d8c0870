// English of zh/edits.ts; the type forces every word.
import type { Words } from '../words.ts'
import type { edits as zh } from '../zh/edits.ts'

export const edits: Words<typeof zh> = {
  title: 'Changes by hand',
  help: 'Raises or lowers the forecast of some dates and hours by a percentage; staffing need and rosters made afterwards follow. Of this series only, taken back any time.',
  from: 'First day',
  to: 'Last day',
  fromTime: 'Hours from',
  toTime: 'Hours to',
  percent: 'Change (%)',
  note: 'Reason',
  make: 'Change',
  made: 'The forecast is changed',
  wrong:
    'Give dates; the last day is not before the first, the hours end after they begin, the change is between -100 and +1900',
  version: (n) => `Version ${n}`,
  wholeDay: 'All day',
  undo: 'Take back',
  restore: 'Bring back',
  undone: (who) => `Taken back by ${who}`,
  none: 'Nothing is changed by hand',
}
