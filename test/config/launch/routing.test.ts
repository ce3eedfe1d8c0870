// What doctor says of shards that do not run and of a ledger that fills up.
import t from 'tap'
import { judged, valuesOf } from '#config/launch/routing.ts'

const DAY = 86_400_000
const GIB = 2 ** 30
const now = 100 * DAY
const look = { now, log: 'see engine.log', elsewhere: 0, freeBytes: 500 * GIB }
const said = (text: string, more: Partial<typeof look> = {}) => judged(valuesOf(text), { ...look, ...more })
const ledger = (bytes: number, max = 0) =>
  `tinglan_ledger_bytes ${bytes}\ntinglan_ledger_first_at_ms ${90 * DAY}\ntinglan_ledger_max_bytes ${max}\n`

t.test('zero shards, or some that run nowhere, are not well', async (t) => {
  t.match(said('tinglan_shards 0\n').advice, [/0 of 256 shards run, so it takes no call/])
  t.match(said('tinglan_shards 192\ntinglan_shards_between 64\n').advice, [/64 of 256 shards run nowhere/])
  t.strictSame(said('# HELP x y\ntinglan_shards 256\ntinglan_shards_between 0\n').advice, [])
})

t.test('the ledger tells its size, its growth and the days until its bound or the disk is full', async (t) => {
  const whole = 'tinglan_shards 256\n'
  t.strictSame(said(whole + ledger(10 * GIB)).lines, [
    'shards here: 256 of 256',
    'ledger: 10.0 GiB, 1.0 GiB a day, full in 500 days',
  ])
  t.match(said(whole + ledger(10 * GIB, 20 * GIB)).advice, [/full in 10 days: free disk, or set ledger.maxAgeDays/])
  t.match(said(whole + ledger(10 * GIB), { freeBytes: 3 * GIB }).advice, [/full in 3 days/])
  t.strictSame(said(whole + ledger(0)).advice, [], 'no growth, no end')
})
