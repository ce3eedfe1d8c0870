// Form values: first values, faults before the server is asked, what is sent.
import t from 'tap'
import type { Field } from '#engine/protocol/fields.ts'
import { checkValues, toSend, valuesOf } from '#web/src/lib/forms/values.ts'
import { admin as words } from '#web/src/lib/i18n/zh/admin.ts'

const label = { zh: '', en: '' }
const fields: Field[] = [
  { name: 'number', type: 'text', label, required: true, pattern: '^[0-9]{3,10}$' },
  { name: 'level', type: 'number', label, min: 0, max: 9, default: 5 },
  { name: 'wrapUpMs', type: 'duration', label, minMs: 0, maxMs: 3_600_000 },
  { name: 'password', type: 'password', label, required: true },
  { name: 'queueIds', type: 'reference', to: 'queues', many: true, label },
  { name: 'out', type: 'way-out', label },
  { name: 'hours', type: 'list', label, of: [{ name: 'from', type: 'time', label, required: true }] },
]
const faults = (values: Record<string, unknown>, isNew = true) => checkValues(fields, values, words, isNew)
const good = { number: '1001', password: 'long enough', out: { type: 'hang-up' } }

t.test('a new record starts with the defaults, an old one without any it does not have', async (t) => {
  t.match(valuesOf(fields, undefined), { level: 5, queueIds: [], hours: [] })
  t.equal(valuesOf(fields, { number: '1' }).level, undefined)
})

t.test('each kind of fault is told at its own path', async (t) => {
  t.same(faults(good), {})
  t.same(Object.keys(faults({ ...good, number: '' })), ['number'])
  t.same(faults({ ...good, number: 'abc' }), { number: words.badPattern })
  t.same(faults({ ...good, level: 12 }), { level: words.max(9) })
  t.same(faults({ ...good, level: 'x' }), { level: words.mustNumber })
  t.same(faults({ ...good, wrapUpMs: 7_200_000 }), { wrapUpMs: words.max(3600) }, 'spans are told in seconds')
  t.same(faults({ ...good, out: { type: 'queue', queueId: '' } }), { out: words.mustFill })
  t.same(faults({ ...good, hours: [{ from: '08:30' }, {}] }), { 'hours.1.from': words.mustFill })
})

t.test('an empty password keeps the old one and is not sent', async (t) => {
  const values = { number: '1001', password: '', level: undefined }
  t.same(faults(values, false), {})
  t.same(toSend(fields, values), { number: '1001' })
  t.same(Object.keys(faults(values)), ['password'], 'but a new record needs one')
})
