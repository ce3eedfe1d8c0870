// What can be configured in the mock: kinds with their fields, flow nodes, one flow.
import type { KindInfo, NodeInfo } from '#engine/protocol/api.ts'
import type { Flow } from '#engine/protocol/company.ts'
import type { Field, Label } from '#engine/protocol/fields.ts'
import type { FlowProblem } from '#engine/protocol/flow.ts'
import { nodeInfos } from '#engine/routing/core/ivr/node.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'
import { ROSTER_KINDS } from './roster-kinds.ts'

const say = (zh: string, en: string): Label => ({ zh, en })
const text = (name: string, zh: string, en: string, more: Partial<Field> = {}): Field =>
  ({ name, type: 'text', label: say(zh, en), listed: true, required: true, ...more }) as Field
const enabled: Field = { name: 'enabled', type: 'switch', label: say('启用', 'Enabled'), listed: true, default: true }

export const KINDS: Omit<KindInfo, 'mayWrite'>[] = [
  {
    kind: 'agents',
    label: say('坐席', 'Agents'),
    title: 'name',
    fields: [
      text('number', '工号', 'Number', {
        pattern: '^[0-9]{3,10}$',
        help: say('来电者听到的号码', 'What callers hear'),
      } as never),
      text('name', '姓名', 'Name', { maxLength: 50 } as never),
      text('region', '归属地', 'Home region', { required: false }),
      {
        name: 'level',
        type: 'number',
        label: say('等级', 'Level'),
        min: 0,
        max: 9,
        integer: true,
        default: 5,
        listed: true,
      },
      { name: 'groupId', type: 'reference', to: 'groups', label: say('坐席组', 'Group'), required: true, listed: true },
      { name: 'queueIds', type: 'reference', to: 'queues', many: true, label: say('队列', 'Queues'), listed: true },
      {
        name: 'wrapUpMs',
        type: 'duration',
        label: say('话后处理', 'Wrap-up'),
        minMs: 0,
        maxMs: 3_600_000,
        default: 10_000,
        help: say('0 表示立即就绪', '0 = ready at once'),
      },
      { name: 'autoAnswer', type: 'switch', label: say('自动应答', 'Auto-answer') },
      enabled,
    ],
  },
  {
    kind: 'queues',
    label: say('队列', 'Queues'),
    title: 'name',
    fields: [
      text('name', '名称', 'Name'),
      {
        name: 'strategy',
        type: 'choice',
        label: say('基本策略', 'Base strategy'),
        required: true,
        default: 'longest-idle',
        listed: true,
        options: [
          { value: 'longest-idle', label: say('空闲最久', 'Longest idle') },
          { value: 'fewest-answered', label: say('接听最少', 'Fewest answered') },
          { value: 'sign-in-order', label: say('签入顺序', 'Sign-in order') },
          { value: 'random', label: say('随机', 'Random') },
        ],
      },
      {
        name: 'preferences',
        type: 'choices',
        ordered: true,
        label: say('优先规则', 'Preferences'),
        default: ['last-served'],
        options: [
          { value: 'dedicated-agent', label: say('专属坐席', 'Dedicated agent') },
          { value: 'last-served', label: say('上次服务', 'Last served') },
          { value: 'same-region', label: say('归属地优先', 'Same region') },
          { value: 'higher-level', label: say('等级优先', 'Higher level') },
        ],
      },
      {
        name: 'ringMs',
        type: 'duration',
        label: say('振铃时长', 'Ring time'),
        minMs: 5_000,
        maxMs: 120_000,
        default: 20_000,
        listed: true,
      },
      {
        name: 'maxWaitMs',
        type: 'duration',
        label: say('最长等待', 'Longest wait'),
        minMs: 10_000,
        maxMs: 3_600_000,
        default: 300_000,
      },
      {
        name: 'onMaxWait',
        type: 'way-out',
        label: say('等待超时后', 'After the longest wait'),
        default: { type: 'voicemail' },
      },
      { name: 'announcePosition', type: 'switch', label: say('播报排队位置', 'Announce position'), default: true },
      {
        name: 'serviceLevelPercent',
        type: 'number',
        label: say('服务水平目标 %', 'Service level: target %'),
        min: 1,
        max: 100,
        default: 80,
      },
      {
        name: 'serviceLevelMs',
        type: 'duration',
        label: say('服务水平', 'Service level'),
        minMs: 1_000,
        maxMs: 600_000,
        default: 20_000,
        listed: true,
      },
      enabled,
    ],
  },
  { kind: 'groups', label: say('坐席组', 'Groups'), title: 'name', fields: [text('name', '名称', 'Name')] },
  {
    kind: 'numbers',
    label: say('接入号', 'Access numbers'),
    title: 'number',
    fields: [
      text('number', '号码', 'Number'),
      text('name', '名称', 'Name'),
      { name: 'vip', type: 'switch', label: say('VIP 号码', 'VIP number'), listed: true },
      {
        name: 'flowId',
        type: 'reference',
        to: 'flows',
        label: say('工作时间流程', 'Flow in hours'),
        required: true,
        listed: true,
      },
      {
        name: 'hours',
        type: 'list',
        label: say('工作时间', 'Working hours'),
        help: say('不填则全天', 'Empty = always open'),
        of: [
          {
            name: 'days',
            type: 'choices',
            label: say('星期', 'Days'),
            options: ['一', '二', '三', '四', '五', '六', '日'].map((day, n) => ({
              value: String(n + 1),
              label: say(`周${day}`, ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][n] ?? ''),
            })),
          },
          { name: 'from', type: 'time', label: say('从', 'From'), required: true },
          { name: 'to', type: 'time', label: say('到', 'To'), required: true },
        ],
      },
      enabled,
    ],
  },
  {
    kind: 'extensions',
    label: say('分机', 'Extensions'),
    title: 'number',
    fields: [
      text('number', '分机号', 'Number'),
      text('name', '名称', 'Name'),
      { name: 'password', type: 'password', label: say('密码', 'Password'), required: true },
      enabled,
    ],
  },
  {
    kind: 'holidays',
    label: say('节假日', 'Holidays'),
    title: 'date',
    fields: [
      { name: 'date', type: 'date', label: say('日期', 'Date'), required: true, listed: true },
      text('name', '名称', 'Name'),
    ],
  },
  {
    kind: 'flow-drafts',
    label: say('流程草稿', 'Flow drafts'),
    title: 'name',
    fields: [text('name', '名称', 'Name')],
  },
  {
    kind: 'flows',
    label: say('IVR 流程', 'IVR flows'),
    title: 'name',
    fields: [
      text('name', '名称', 'Name'),
      text('startNodeId', '开始节点', 'First node', { listed: false }),
      { name: 'nodes', type: 'json', label: say('节点', 'Nodes') },
    ],
  },
  { kind: 'prompts', label: say('语音文件', 'Prompts'), title: 'name', fields: [text('name', '名称', 'Name')] },
  ...ROSTER_KINDS,
]

/** the gateway's own: what a drawing shows of a node was once right here and wrong there */
export const NODE_KINDS = await loadNodes()
export const NODES: NodeInfo[] = nodeInfos(NODE_KINDS)

export const FLOW: Flow = {
  id: 'flow-main',
  version: 3,
  name: '主流程',
  lang: 'zh',
  startNodeId: 'welcome',
  nodes: [
    {
      id: 'welcome',
      type: 'play',
      name: '欢迎词',
      settings: { prompts: [{ type: 'text', text: '欢迎致电听澜' }] },
      next: { done: 'menu' },
    },
    {
      id: 'menu',
      type: 'menu',
      name: '主菜单',
      settings: { prompts: [{ type: 'file', promptId: 'prompt-menu' }], firstDigitMs: 5_000, retries: 2 },
      next: { 'key-1': 'service', 'key-2': 'sales', timeout: 'bye', 'wrong-key': 'bye' },
    },
    { id: 'service', type: 'to-queue', name: '转客户服务', settings: { queueId: 'queue-service' }, next: {} },
    { id: 'sales', type: 'to-queue', name: '转产品销售', settings: { queueId: 'queue-sales' }, next: {} },
    { id: 'bye', type: 'hang-up', name: '再见', settings: {}, next: {} },
  ],
}

/** Outlets that lead nowhere. */
export function flowProblems(nodes: Flow['nodes']): FlowProblem[] {
  return nodes.flatMap((node) =>
    (NODES.find((info) => info.type === node.type)?.outlets ?? [])
      .filter((outlet) => outlet.required && !node.next[outlet.name])
      .map(
        (outlet): FlowProblem => ({
          nodeId: node.id,
          nodeName: node.name,
          problem: 'dead-end',
          level: 'error',
          message: { zh: `出口“${outlet.label.zh}”没有连接`, en: `Outlet “${outlet.label.en}” leads nowhere` },
        }),
      ),
  )
}
