// A change of the forecast by hand as it is typed and told.
import t from 'tap'
import { datesOf, factorOf, hoursOf, percentOf } from '#web/src/lib/plan/forecast-edits.ts'

const typed = { from: '2026-12-07', to: '2026-12-08', fromTime: '09:00', toTime: '12:30', percent: 15 }

t.test('per cent become a factor; midnight ends a day', (t) => {
  t.same(factorOf(typed), { from: '2026-12-07', to: '2026-12-08', fromMinute: 540, toMinute: 750, factor: 1.15 })
  t.match(factorOf({ ...typed, fromTime: '00:00', toTime: '00:00', percent: -100 }), { toMinute: 1440, factor: 0 })
  t.end()
})

t.test('what is missing or turned round is nothing', (t) => {
  for (const more of [{ percent: null }, { percent: 0 }, { percent: 2000 }, { to: '2026-12-06' }, { toTime: '08:00' }])
    t.equal(factorOf({ ...typed, ...more }), undefined, JSON.stringify(more))
  t.end()
})

t.test('a version is told with its dates, hours and per cent', (t) => {
  const edit = { id: 'e', series: 'all', version: 1, note: '', account: 'planner', at: 0 }
  const held = { ...edit, from: '2026-12-07', to: '2026-12-08', fromMinute: 540, toMinute: 750, factor: 1.15 }
  t.equal(`${datesOf(held)} ${hoursOf(held, '全天')} ${percentOf(held)}`, '2026-12-07 – 12-08 09:00–12:30 +15%')
  const whole = { ...held, to: '2026-12-07', fromMinute: 0, toMinute: 1_440, factor: 0.5 }
  t.equal(`${datesOf(whole)} ${hoursOf(whole, '全天')} ${percentOf(whole)}`, '2026-12-07 全天 -50%')
  t.end()
})
