// The mean of the last four same weekdays: what most centres do by hand.
import { defineModel } from '../model.ts'
import { recentWeekdays } from '../recent.ts'

export default defineModel({
  name: 'mean-of-four',
  label: { zh: '近四周同日均值', en: 'Mean of the last four same weekdays' },
  needsDays: 28,
  fit: () => ({ forecast: (ask) => recentWeekdays(ask, 4) }),
})
