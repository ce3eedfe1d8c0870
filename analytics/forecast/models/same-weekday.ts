// The same weekday one week before (seasonal naive): the yardstick, and what is used when nothing better is proven.
import { defineModel } from '../model.ts'
import { recentWeekdays } from '../recent.ts'

export default defineModel({
  name: 'same-weekday',
  label: { zh: '上周同日', en: 'Same weekday last week' },
  needsDays: 14,
  fit: () => ({ forecast: (ask) => recentWeekdays(ask, 1) }),
})
