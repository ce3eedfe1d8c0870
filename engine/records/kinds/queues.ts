// 队列: one base strategy, preferences in order, patience and the ways out.
import { type RelaxStep, USUAL_SERVICE_TARGET } from '../../protocol/company.ts'
import { callbackFields } from '../record/callback-fields.ts'
import { defineKind, type Row, type Values } from '../record/kind.ts'
import { orderFields } from '../record/order-fields.ts'
import { AT_LEAST, doubledSkills, skillLevels } from '../record/skill-fields.ts'

/** none, or some with commas; the mail server knows the rest */
const MAIL_ADDRESSES = '^([^@\\s,;]+@[^@\\s,;]+([,;]\\s*[^@\\s,;]+@[^@\\s,;]+)*)?$'
const BUILT_IN_MUSIC = 'default'

export default defineKind({
  kind: 'queues',
  table: 'queues',
  label: { zh: '队列', en: 'Queues' },
  right: 'configure',
  readRight: 'monitor',
  title: 'name',
  idPrefix: 'queue',
  gone: ['afterMissed'],
  links: { agentIds: { table: 'queue_members', mine: 'queue_id', other: 'agent_id' } },
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'lang',
      type: 'choice',
      label: { zh: '语言', en: 'Language' },
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
      default: 'zh',
    },
    {
      name: 'strategy',
      type: 'choice',
      label: { zh: '分配策略', en: 'Strategy' },
      help: { zh: '必选且唯一', en: 'Exactly one' },
      required: true,
      listed: true,
      options: [
        { value: 'longest-idle', label: { zh: '最长闲时', en: 'Longest idle' } },
        { value: 'fewest-answered', label: { zh: '最少应答次数', en: 'Fewest answered' } },
        { value: 'sign-in-order', label: { zh: '坐席登录顺序', en: 'Sign-in order' } },
        { value: 'random', label: { zh: '随机', en: 'Random' } },
      ],
    },
    {
      name: 'preferences',
      type: 'choices',
      ordered: true,
      label: { zh: '优先条件', en: 'Preferences' },
      help: { zh: '按先后顺序生效', en: 'In order of weight' },
      options: [
        { value: 'dedicated-agent', label: { zh: '专属坐席优先', en: 'Dedicated agent first' } },
        { value: 'last-served', label: { zh: '上次服务优先', en: 'Last served first' } },
        { value: 'same-region', label: { zh: '归属地优先', en: 'Same region first' } },
        { value: 'most-skilled', label: { zh: '技能等级优先', en: 'Most skilled first' } },
        { value: 'higher-level', label: { zh: '等级优先', en: 'Higher level first' } },
      ],
    },
    { name: 'agentIds', type: 'reference', to: 'agents', many: true, label: { zh: '坐席', en: 'Agents' } },
    ...orderFields,
    skillLevels('needs', { zh: '所需技能', en: 'Skills needed' }, AT_LEAST, {
      zh: '与接入号、流程的要求一并生效，同一技能取较高等级',
      en: 'Together with what number and flow ask; of the same skill the higher level',
    }),
    {
      name: 'relax',
      type: 'list',
      label: { zh: '等待越久要求越低', en: 'Asking for less as the wait grows' },
      help: {
        zh: '等待满此时长后，各项所需等级降低；降到 0 即不再要求',
        en: 'After so long every level asked for is lowered; at 0 the skill is not asked for',
      },
      of: [
        { ...duration('afterMs', '等待满', 'After waiting', 30_000, 1_000, 7_200_000), required: true },
        {
          name: 'by',
          type: 'number',
          label: { zh: '共降低等级', en: 'Lower by, in all' },
          ...{ min: 1, max: 9, integer: true, required: true, default: 9 },
        },
      ],
    },
    duration('ringMs', '振铃时长', 'Ring time', 20_000, 3_000, 120_000),
    {
      name: 'missedAgent',
      type: 'choice',
      label: { zh: '未接的坐席', en: 'Agent who missed' },
      default: 'takes-break',
      options: [
        { value: 'stays-ready', label: { zh: '保持就绪', en: 'Stays ready' } },
        { value: 'takes-break', label: { zh: '转小休', en: 'Is put on break' } },
      ],
    },
    {
      name: 'breakAfterMissed',
      type: 'number',
      label: { zh: '连续未接几次后转小休', en: 'Missed rings in a row before the break' },
      help: { zh: '“未接的坐席”为转小休时有效', en: 'Where the agent who missed is put on break' },
      min: 1,
      max: 100,
      integer: true,
      default: 1,
    },
    pause('pauseNoAnswerMs', '无人应答', 'no answer'),
    pause('pauseDeclinedMs', '拒接', 'declining'),
    pause('pauseBusyMs', '话机忙', 'a busy phone'),
    pause('pauseUnreachableMs', '话机不通', 'an unreachable phone'),
    {
      name: 'dispositionNeeded',
      type: 'switch',
      label: { zh: '必须填写小结', en: 'Disposition needed' },
      help: { zh: '坐席填写小结后才能就绪', en: 'Agents say what the call was about before they are ready again' },
    },
    {
      name: 'afterTalkFlowId',
      type: 'reference',
      to: 'flows',
      label: { zh: '通话后转入流程', en: 'Flow after the talk' },
      help: {
        zh: '坐席挂断后来电者进入此流程，如服务评价（收号变量 rating）；不选则直接结束',
        en: 'The caller goes there when the agent has hung up, a rating say (digits kept as rating); empty = the call ends',
      },
    },
    duration('maxWaitMs', '最大等待时长', 'Maximum wait', 300_000, 1_000, 7_200_000),
    wayOut('onMaxWait', '等待超时后', 'When the wait is over', { type: 'hang-up' }),
    duration('keepPlaceMs', '掉线后保留位置时长', 'Place kept for a caller we lost', 300_000, 0, 3_600_000),
    {
      name: 'keepPlaceAlways',
      type: 'switch',
      label: { zh: '自行挂断者重拨也保留位置', en: 'Place kept for who hung up too' },
      help: {
        zh: '对方网络中断与自行挂断无法区分；开启后，两者在保留时长内重拨均回到原位置',
        en: 'A line cut in his network looks like hanging up: with this on, who calls again in time stands where he stood',
      },
    },
    duration('nobodyWaitMs', '无坐席等待时长', 'Wait while nobody is signed in', 30_000, 0, 7_200_000),
    wayOut('onNobody', '无坐席时', 'When nobody is signed in', { type: 'voicemail' }),
    {
      name: 'maxWaiting',
      type: 'number',
      label: { zh: '最大排队人数', en: 'Most callers waiting' },
      min: 0,
      max: 100_000,
      default: 100,
    },
    wayOut('onFull', '排队已满时', 'When the queue is full', { type: 'hang-up' }),
    {
      name: 'music',
      type: 'reference',
      to: 'prompts',
      label: { zh: '等待音乐', en: 'Music' },
      help: { zh: '不选则用内置音乐', en: 'Empty = built-in music' },
    },
    duration('musicFirstMs', '背景音秒数', 'Music before agents are tried', 0, 0, 600_000),
    { name: 'announcePosition', type: 'switch', label: { zh: '播报排队位置', en: 'Announce position' }, default: true },
    {
      name: 'announceWait',
      type: 'switch',
      label: { zh: '播报预计等待', en: 'Announce the expected wait' },
      help: {
        zh: '按本队列近期服务速度推算，如“预计等待三到五分钟”',
        en: 'By the recent service of this queue: "about three to five minutes"',
      },
    },
    {
      name: 'announceAtEntry',
      type: 'switch',
      label: { zh: '一进队列即播报', en: 'First announcement on arrival' },
      help: { zh: '关闭则等待满一个间隔后才首次播报', en: 'Off: the first comes after one interval' },
    },
    duration('announceEveryMs', '播报间隔', 'Announce every', 30_000, 5_000, 3_600_000),
    { name: 'offerVoicemail', type: 'switch', label: { zh: '播报时可选留言', en: 'Offer voicemail with it' } },
    ...callbackFields,
    { name: 'sayAgentNumber', type: 'switch', label: { zh: '接通播报工号', en: "Say the agent's number" } },
    {
      name: 'whisper',
      type: 'switch',
      label: { zh: '接通前向坐席耳语', en: 'Whisper to the agent first' },
      help: {
        zh: '先只对坐席播报：是否 VIP、队列、等待时长；来电者听音乐',
        en: 'The agent alone hears: VIP or not, queue, how long he waited; the caller hears music meanwhile',
      },
    },
    {
      name: 'serviceLevelPercent',
      type: 'number',
      label: { zh: '服务水平目标 %', en: 'Service level: target %' },
      help: {
        zh: '在时限内接听的比例；大屏与报表按此着色',
        en: 'Share answered within the time below; wallboard and reports are coloured by it',
      },
      min: 1,
      max: 100,
      integer: false,
      default: USUAL_SERVICE_TARGET.percent,
    },
    duration(
      'serviceLevelMs',
      '服务水平时限',
      'Service level: answered within',
      USUAL_SERVICE_TARGET.withinMs,
      1_000,
      3_600_000,
    ),
    { name: 'record', type: 'switch', label: { zh: '录音', en: 'Record' }, default: true },
    {
      name: 'keepRecordingsDays',
      type: 'number',
      label: { zh: '录音保存天数', en: 'Days recordings are kept' },
      help: {
        zh: '0 为永久保存；经过多个队列的电话按最长的保存，留言不删除',
        en: '0 = for ever; a call of several queues is kept as long as the longest, messages always',
      },
      min: 0,
      max: 36_500,
      integer: true,
      default: 0,
    },
    {
      name: 'messageMail',
      type: 'text',
      label: { zh: '新留言通知邮箱', en: 'E-mail told of new voicemail' },
      help: {
        zh: '多个地址用逗号分隔；未配置邮件服务器时不发送',
        en: 'Several with commas; nothing is sent without a mail server',
      },
      maxLength: 300,
      pattern: MAIL_ADDRESSES,
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: async (values) => doubledSkills(values, 'needs'),
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    music: values.music || BUILT_IN_MUSIC,
    relax: ((values.relax ?? []) as RelaxStep[]).toSorted((a, b) => a.afterMs - b.afterMs),
  }),
  fromRow: (row: Row): Values => ({ ...row, music: row.music === BUILT_IN_MUSIC ? '' : row.music }),
})

function duration(name: string, zh: string, en: string, value: number, minMs: number, maxMs: number) {
  return { name, type: 'duration', label: { zh, en }, minMs, maxMs, default: value } as const
}

/** What the agent is spared who let a ring end so; the caller goes on at once. */
function pause(name: string, zh: string, en: string) {
  const help = { zh: '这段时间不再分配来电；0 表示不暂停', en: 'Offered nothing for so long; 0 = no pause' }
  return { ...duration(name, `${zh}后暂停分配`, `Pause after ${en}`, 0, 0, 3_600_000), help }
}

function wayOut(name: string, zh: string, en: string, value: { type: string }) {
  return { name, type: 'way-out', label: { zh, en }, default: value } as const
}
