// 话机代码: what an agent without a page dials at its phone, and what a phone keys during a talk.
import { PHONE_ACTS, TALK_ACTS } from '../../protocol/words/agents.ts'
import { optionsOf } from '../../protocol/words/word.ts'
import { defineKind, type FieldFault, type KindWorld, type Values } from '../record/kind.ts'

export default defineKind({
  kind: 'phone-codes',
  table: 'phone_codes',
  label: { zh: '话机代码', en: 'Phone codes' },
  right: 'configure',
  title: 'code',
  idPrefix: 'code',
  fields: [
    {
      name: 'act',
      type: 'choice',
      label: { zh: '操作', en: 'What it does' },
      required: true,
      listed: true,
      options: optionsOf({ ...PHONE_ACTS, ...TALK_ACTS }),
    },
    {
      name: 'code',
      type: 'text',
      label: { zh: '代码', en: 'Code' },
      help: {
        zh: '以 * 或 # 开头，2 到 6 位。通话中的代码：咨询后接号码和 #',
        en: 'Begins with * or #, 2 to 6 keys. In a talk: consult is followed by the number and #',
      },
      required: true,
      listed: true,
      maxLength: 6,
      pattern: '^[*#][0-9*#]{1,5}$',
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: (values, world, id) => heardApart(values, world, id),
})

/** One keyed in a talk is done as soon as it is whole: none may begin with another, and each act has one. */
async function heardApart(values: Values, { sql }: KindWorld, id = ''): Promise<FieldFault[]> {
  if (!Object.hasOwn(TALK_ACTS, String(values.act))) return []
  const code = String(values.code)
  const others = await sql<{ act: string; code: string }[]>`
    select act, code from phone_codes where id <> ${id} and act = any(${Object.keys(TALK_ACTS)})`
  if (others.some(({ act }) => act === values.act)) return [{ path: 'act', message: 'there is a code for it already' }]
  const clash = others.find((other) => other.code.startsWith(code) || code.startsWith(other.code))
  return clash ? [{ path: 'code', message: `one of it and ${clash.code} begins with the other` }] : []
}
