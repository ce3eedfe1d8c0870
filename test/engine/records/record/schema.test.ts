// Schemas made from fields: each type of the vocabulary lets in what a form makes, and no more.
import t from 'tap'
import type { Field } from '#engine/protocol/fields.ts'
import { soundFormat } from '#engine/records/prompt-files.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { changeSchema, recordSchema } from '#engine/records/record/schema.ts'

const label = { zh: '', en: '' }
type Plain = Field extends infer Each ? (Each extends Field ? Omit<Each, 'name' | 'label'> : never) : never
const value = (field: Plain, given: unknown): unknown => {
  const result = recordSchema([{ name: 'x', label, ...field } as Field]).safeParse(
    given === undefined ? {} : { x: given },
  )
  return result.success ? result.data.x : 'refused'
}

t.test('texts are trimmed, bounded, and fit their pattern as a whole', async (t) => {
  t.equal(value({ type: 'text' }, ' a '), 'a')
  t.equal(value({ type: 'text' }, undefined), '')
  t.equal(value({ type: 'text', required: true }, '  '), 'refused')
  t.equal(value({ type: 'text', maxLength: 2 }, 'abc'), 'refused')
  t.equal(value({ type: 'text', pattern: '[0-9]+' }, '12x'), 'refused')
  t.equal(value({ type: 'text', pattern: '[0-9]+' }, ''), '')
  t.equal(value({ type: 'text', pattern: 'a|b' }, 'ab'), 'refused')
})

t.test('numbers, spans, switches and choices', async (t) => {
  t.equal(value({ type: 'number', min: 0, max: 9 }, 10), 'refused')
  t.equal(value({ type: 'number' }, 1.5), 'refused')
  t.equal(value({ type: 'number', integer: false }, 1.5), 1.5)
  t.equal(value({ type: 'number', default: 5 }, undefined), 5)
  t.equal(value({ type: 'duration', minMs: 1_000 }, 999), 'refused')
  t.equal(value({ type: 'switch' }, undefined), false)
  t.equal(value({ type: 'switch' }, 'yes'), 'refused')
  const options = [
    { value: 'a', label },
    { value: 'b', label },
  ]
  t.equal(value({ type: 'choice', options, required: true }, undefined), 'refused')
  t.same(value({ type: 'choices', options }, ['b', 'a']), ['b', 'a'], 'the order is kept: it is the weight')
  t.equal(value({ type: 'choices', options }, ['a', 'a']), 'refused')
})

t.test('times, dates, references, ways out', async (t) => {
  t.equal(value({ type: 'time' }, '24:00'), '24:00')
  t.equal(value({ type: 'time' }, '9:00'), 'refused')
  t.equal(value({ type: 'date' }, '2026-02-30'), 'refused')
  t.equal(value({ type: 'reference', to: 'agents' }, null), '', 'nothing chosen')
  t.equal(value({ type: 'reference', to: 'agents' }, "x'; drop table agents"), 'refused')
  t.same(value({ type: 'way-out' }, { type: 'queue', queueId: 'q1' }), { type: 'queue', queueId: 'q1' })
  t.equal(value({ type: 'way-out' }, { type: 'queue' }), 'refused')
  t.equal(value({ type: 'way-out' }, { type: 'outside', number: 'sip:evil' }), 'refused')
})

t.test('a password is needed to create and may be left out of a change; a change names its version', async (t) => {
  const fields: Field[] = [{ name: 'p', label, type: 'password', required: true }]
  t.notOk(recordSchema(fields).safeParse({}).success)
  t.ok(changeSchema(fields).safeParse({ version: 1 }).success)
  t.notOk(changeSchema(fields).safeParse({}).success)
  t.notOk(recordSchema(fields).safeParse({ p: 'short' }).success)
})

t.test(
  'every kind is whole: a title among its fields, labels in both languages, defaults that pass its own check',
  async (t) => {
    for (const kind of (await loadKinds()).values()) {
      t.ok(
        kind.fields.some((field) => field.name === kind.title),
        kind.kind,
      )
      for (const field of kind.fields) {
        t.ok(field.label.zh !== '' && field.label.en !== '', `${kind.kind}.${field.name}`)
        if (field.default === undefined) continue
        const result = recordSchema([field]).safeParse({ [field.name]: field.default })
        t.ok(result.success, `${kind.kind}.${field.name}: the default fits`)
      }
    }
  },
)

t.test('a sound is known by its first bytes', async (t) => {
  t.equal(soundFormat(Buffer.from('RIFF\x24\0\0\0WAVEfmt ')), 'wav')
  t.equal(soundFormat(Buffer.from('ID3\x04\0\0\0\0\0\0\0\0')), 'mp3')
  t.equal(soundFormat(Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0])), 'mp3')
  t.equal(soundFormat(Buffer.from([0xff, 0xf1, 0x50, 0x80, 0, 0, 0, 0, 0, 0, 0, 0])), undefined, 'AAC is none')
  t.equal(soundFormat(Buffer.from('RIFF\x24\0\0\0AVI LIST')), undefined)
  t.equal(soundFormat(Buffer.from('OggS')), undefined)
})

t.test('a text of one line holds nothing that cannot be seen; several lines may break', async (t) => {
  for (const bad of [
    'a\nb',
    'a\u0000b',
    'a\u202eb',
    'a\u200bb',
    'a\u2066b',
    'a\ud800b',
    'a\u0007b',
    'a\u00adb',
    '\u3164',
    'a\u200db',
    'a\u2800',
  ])
    t.equal(value({ type: 'text' }, bad), 'refused', JSON.stringify(bad))
  t.equal(value({ type: 'text' }, ' 王芳\n'), '王芳', 'what is trimmed away does no harm')
  t.equal(value({ type: 'text' }, '客服 👩‍💻 A'), '客服 👩‍💻 A')
  t.equal(value({ type: 'text', multiline: true }, 'a\nb\tc'), 'a\nb\tc')
  t.equal(value({ type: 'text', multiline: true }, 'a\u202eb'), 'refused')
  t.equal(value({ type: 'prompts' }, [{ type: 'text', text: 'a\u0000' }]), 'refused')
})
