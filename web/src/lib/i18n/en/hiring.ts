// English of zh/hiring.ts; the type forces every word.
import type { Words } from '../words.ts'
import type { hiring as zh } from '../zh/hiring.ts'

export const hiring: Words<typeof zh> = {
  title: 'Capacity and hiring by month',
  fields: {
    staff: 'Agents now',
    weekHours: 'Hours a week each',
    leavers: 'Quit in a year (%)',
    months: 'Months until ready',
  },
  read: 'Compute the next 12 months',
  reading: (done, all) => `Computing ${done} of ${all}`,
  wrong: 'Agents, hours, leavers (0–100) and months (0–12) have to be within their bounds',
  help: 'The hours that forecast and target need of each month, as agents, beside those who are left: whom to hire, and when.',
  month: 'Month',
  hours: 'Hours needed',
  needed: 'Agents needed',
  staff: 'Agents then',
  hire: 'Begin hiring',
  short: 'Still short',
  total: (people) => `${people} to hire in 12 months`,
  note: 'Hours include shrinkage. “Still short” is a month for which hiring now comes too late: overtime, others, or a lower target.',
}
