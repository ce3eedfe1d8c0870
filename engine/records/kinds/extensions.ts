// 分机: SIP phones that register at the edge. Only HA1 is kept, never the password.
import { callerNumberField } from '../record/caller-number-field.ts'
import { forwards } from '../record/forward-fields.ts'
import { ha1Of } from '../record/ha1.ts'
import { defineKind, type FieldFault, type KindWorld, type Values } from '../record/kind.ts'
import { numberTaken } from '../record/number-taken.ts'

export default defineKind({
  kind: 'extensions',
  table: 'extensions',
  label: { zh: '分机', en: 'Extensions' },
  right: 'configure',
  title: 'number',
  idPrefix: 'extension',
  edge: 'extensions',
  fields: [
    {
      name: 'number',
      type: 'text',
      label: { zh: '分机号', en: 'Number' },
      help: { zh: '话机注册用的用户名', en: 'User name the phone registers with' },
      required: true,
      listed: true,
      pattern: '^[0-9]{2,10}$',
    },
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    { name: 'password', type: 'password', label: { zh: '密码', en: 'Password' }, required: true },
    {
      name: 'lang',
      type: 'choice',
      label: { zh: '提示语言', en: 'Spoken language' },
      help: { zh: '拨话机代码时的提示音', en: 'Of the words when a phone code is dialled' },
      default: 'zh',
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
    },
    callerNumberField,
    {
      name: 'ringMs',
      type: 'duration',
      label: { zh: '振铃时长', en: 'Rings for' },
      ...{ minMs: 1_000, maxMs: 180_000, default: 30_000 },
    },
    { name: 'doNotDisturb', type: 'switch', label: { zh: '免打扰', en: 'Do not disturb' }, listed: true },
    ...forwards({ zh: '分机', en: 'extension' }),
    {
      name: 'forwardTimeGroupId',
      type: 'reference',
      to: 'time-groups',
      label: { zh: '转移按时间组', en: 'Forward by time group' },
      help: {
        zh: '按公司的日历（含节假日、调休）转移；选择后不看上面的时段',
        en: 'By the company’s calendar with its holidays and make-up days; the hours above are not looked at then',
      },
    },
    {
      name: 'forwardWhile',
      type: 'choice',
      label: { zh: '何时转移', en: 'Forwarded' },
      default: 'not-open',
      options: [
        { value: 'not-open', label: { zh: '时间组之外（下班、节假日）', en: 'Outside the time group' } },
        { value: 'open', label: { zh: '时间组之内', en: 'Within the time group' } },
      ],
    },
    {
      name: 'mailboxAgentId',
      type: 'reference',
      to: 'agents',
      label: { zh: '留言给', en: 'Messages go to' },
      help: {
        zh: '没有接听时请对方留言，由此坐席收听；不填则不留言',
        en: 'Who does not get through leaves a message, heard by this agent; empty = no messages',
      },
    },
    {
      name: 'pickupGroup',
      type: 'text',
      label: { zh: '代接组', en: 'Pickup group' },
      help: { zh: '同组话机只拨代接码即可代接', en: 'Phones of one group take each other’s rings by the code alone' },
      maxLength: 20,
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check(values, world, id) {
    const faults = await numberTaken(world, 'extensions', String(values.number), id)
    if (id !== undefined) faults.push(...(await ofItsPhone(id, values, world)))
    if (id === undefined || values.password !== undefined) return faults
    const [before] = await world.sql<{ number: string; realm: string }[]>`
      select number, realm from extensions where id = ${id}`
    if (before && (before.number !== values.number || before.realm !== world.realm)) {
      faults.push({ path: 'password', message: 'a new number needs the password again: it is part of the stored hash' })
    }
    return faults
  },
  async toRow({ password, ...values }, world) {
    if (password === undefined) return values
    const ha1 = ha1Of(String(values.number), world.realm, String(password))
    return { ...values, realm: world.realm, ha1 }
  },
})

/** A desk phone that fetches its file has its number and password from there. */
async function ofItsPhone(id: string, values: Values, { sql }: KindWorld): Promise<FieldFault[]> {
  const [phone] = await sql<{ number: string }[]>`
    select e.number from desk_phones p join extensions e on e.id = p.extension_id where e.id = ${id}`
  if (!phone) return []
  if (values.password !== undefined) return [{ path: 'password', message: 'its desk phone has its own password' }]
  return phone.number === values.number
    ? []
    : [{ path: 'number', message: 'its desk phone has this number: delete the phone first' }]
}
