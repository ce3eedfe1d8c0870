// 坐席: the people who talk, with their group, level and queues.
import type { Field, Label } from '../../protocol/fields.ts'
import { callerNumberField } from '../record/caller-number-field.ts'
import { forwards } from '../record/forward-fields.ts'
import { defineKind } from '../record/kind.ts'
import { numberTaken } from '../record/number-taken.ts'
import { doubledSkills, skillLevels } from '../record/skill-fields.ts'
import { hashPin } from '../store/pin-hash.ts'

export default defineKind({
  kind: 'agents',
  table: 'agents',
  label: { zh: '坐席', en: 'Agents' },
  right: 'configure',
  readRight: 'monitor',
  title: 'name',
  spelled: 'name',
  idPrefix: 'agent',
  links: {
    queueIds: { table: 'queue_members', mine: 'agent_id', other: 'queue_id' },
    ledGroupIds: { table: 'led_groups', mine: 'agent_id', other: 'group_id' },
    ledQueueIds: { table: 'led_queues', mine: 'agent_id', other: 'queue_id' },
  },
  fields: [
    {
      name: 'number',
      type: 'text',
      label: { zh: '工号', en: 'Number' },
      help: { zh: '同事拨打、来电者听到的号码', en: 'What colleagues dial and callers hear' },
      required: true,
      listed: true,
      maxLength: 10,
      pattern: '^[0-9]{3,10}$',
    },
    { name: 'name', type: 'text', label: { zh: '姓名', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'region',
      type: 'text',
      label: { zh: '归属地', en: 'Home region' },
      help: { zh: '区号或城市，如 010 或 北京', en: 'Area code or city, such as 010 or 北京' },
      listed: true,
      maxLength: 30,
    },
    {
      name: 'level',
      type: 'number',
      label: { zh: '等级', en: 'Level' },
      help: { zh: '0（低）到 9（高）', en: '0 (low) to 9 (high)' },
      listed: true,
      min: 0,
      max: 9,
      integer: true,
      default: 5,
    },
    {
      name: 'groupId',
      type: 'reference',
      to: 'groups',
      label: { zh: '坐席组', en: 'Group' },
      required: true,
      listed: true,
    },
    {
      name: 'queueIds',
      type: 'reference',
      to: 'queues',
      many: true,
      label: { zh: '队列', en: 'Queues' },
      listed: true,
    },
    {
      name: 'position',
      type: 'choice',
      label: { zh: '类型', en: 'Kind' },
      help: {
        zh: '班长坐席所带的坐席组和队列，是其账号角色中“所带”范围',
        en: 'What a team lead leads is what the scope "led" of its account\'s role reaches',
      },
      options: [
        { value: 'ordinary', label: { zh: '普通坐席', en: 'Agent' } },
        { value: 'lead', label: { zh: '班长坐席', en: 'Team lead' } },
      ],
      default: 'ordinary',
    },
    led('ledGroupIds', 'groups', { zh: '所带坐席组', en: 'Groups led' }),
    led('ledQueueIds', 'queues', { zh: '所带队列', en: 'Queues led' }),
    skillLevels(
      'skills',
      { zh: '技能', en: 'Skills' },
      { zh: '等级', en: 'Level' },
      { zh: '等级 1（了解）到 9（精通）', en: 'Levels from 1 (a little) to 9 (expert)' },
    ),
    {
      name: 'wrapUpMs',
      type: 'duration',
      label: { zh: '话后处理', en: 'Wrap-up' },
      help: { zh: '0 表示通话结束后立即就绪', en: '0 = ready at once after a call' },
      minMs: 0,
      maxMs: 3_600_000,
      default: 10_000,
    },
    {
      name: 'pin',
      type: 'password',
      label: { zh: '话机密码', en: 'Phone PIN' },
      help: {
        zh: '4 到 12 位数字；在话机上拨代码签入时使用',
        en: '4 to 12 digits, for signing in by a code at a phone',
      },
    },
    {
      name: 'email',
      type: 'text',
      label: { zh: '邮箱', en: 'E-mail' },
      help: {
        zh: '有私人留言时通知；未配置邮件服务器时不发送',
        en: 'Told of private messages; nothing is sent without a mail server',
      },
      maxLength: 200,
      pattern: '^([^@\\s,;]+@[^@\\s,;]+)?$',
    },
    callerNumberField,
    { name: 'autoAnswer', type: 'switch', label: { zh: '自动应答', en: 'Auto-answer' } },
    {
      name: 'minimumBusyMs',
      type: 'duration',
      label: { zh: '最小置忙时长', en: 'Minimum busy time' },
      help: { zh: '短于此时长的置忙不计入', en: 'A shorter busy toggle counts as not done; 0 = off' },
      minMs: 0,
      maxMs: 3_600_000,
      default: 0,
    },
    ...forwards({ zh: '工号', en: 'agent' }),
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: async (values, world, id) => [
    ...(await numberTaken(world, 'agents', String(values.number), id)),
    ...doubledSkills(values, 'skills'),
    ...(values.pin === undefined || /^[0-9]{4,12}$/.test(String(values.pin))
      ? []
      : [{ path: 'pin', message: 'a PIN has 4 to 12 digits' }]),
  ],
  async toRow({ pin, ...values }) {
    if (pin === undefined) return values
    return { ...values, pinHash: await hashPin(String(pin)), pinFailures: 0, pinLockedUntil: null }
  },
})

function led(name: string, to: string, label: Label): Field {
  return { ...{ name, label, to, many: true }, type: 'reference', when: { field: 'position', is: 'lead' } }
}
