// The catalogue of refusals: expected "no" answers, each a value with its words and HTTP status.
import type { Label } from './fields.ts'

export interface Refusal extends Label {
  status: number
}

export const REFUSALS = {
  'not-allowed': { zh: '没有此权限', en: 'You do not have the right to do this', status: 403 },
  'not-signed-in': { zh: '请先登录', en: 'Please sign in first', status: 401 },
  'wrong-password': { zh: '工号或密码错误', en: 'Wrong account or password', status: 401 },
  'common-password': {
    zh: '这个密码太常见，或由工号、姓名、公司名组成，请换一个',
    en: 'This password is too common, or made of the account or the name: choose another',
    status: 422,
  },
  'code-needed': { zh: '请输入动态验证码', en: 'Enter the code of your authenticator', status: 401 },
  'wrong-code': {
    zh: '验证码不正确或已用过，请等下一个',
    en: 'The code is wrong or was used already: wait for the next one',
    status: 401,
  },
  'password-of-before': {
    zh: '最近用过这个密码，请换一个',
    en: 'This password was used lately: choose another',
    status: 422,
  },
  'same-password': { zh: '新密码不能与旧密码相同', en: 'The new password must differ from the old one', status: 422 },
  'unknown-host': {
    zh: '此地址名不在允许的名单里（设置 gateway.names）',
    en: 'This server is not known by that name (setting gateway.names)',
    status: 421,
  },
  'account-locked': {
    zh: '失败次数过多，账号已锁定，请稍后再试',
    en: 'Too many failed attempts: the account is locked for a while',
    status: 423,
  },
  'too-many-requests': { zh: '请求过于频繁，请稍后再试', en: 'Too many requests, try again shortly', status: 429 },
  'not-found': { zh: '没有找到', en: 'Not found', status: 404 },
  'no-kiosk': {
    zh: '还没有墙面屏，请管理员在“墙面屏”中新增',
    en: 'There is no wall screen yet: an administrator adds one under Wall screens',
    status: 404,
  },
  'bad-input': { zh: '输入有误', en: 'The input is not valid', status: 400 },
  'already-exists': { zh: '已存在相同的记录', en: 'It exists already', status: 409 },
  'in-use': { zh: '正在被使用，不能删除', en: 'It is in use and cannot be deleted', status: 409 },
  'changed-meanwhile': {
    zh: '记录已被他人修改，请刷新后再试',
    en: 'Somebody else changed it meanwhile: reload and try again',
    status: 409,
  },
  'claimed-already': {
    zh: '已被其他坐席领取，或不在公海',
    en: 'Somebody else has claimed it, or it is not in the pool',
    status: 409,
  },
  'claims-by-agents': {
    zh: '这个账号不是坐席，不能领取',
    en: 'This account is no agent: only agents claim',
    status: 409,
  },
  'claims-used-up': {
    zh: '今天可领取的客户数已用完，零点后可再领取',
    en: 'You have claimed as many as you may today; more after midnight',
    status: 409,
  },
  unavailable: { zh: '服务暂时不可用，请稍后再试', en: 'The service is not available right now', status: 503 },
  overloaded: { zh: '系统繁忙，请稍后再试', en: 'The system is too busy', status: 503 },
  'command-not-possible': {
    zh: '当前状态下不能执行此操作',
    en: 'This cannot be done in the present state',
    status: 409,
  },
  'agent-signed-out': { zh: '坐席未签入，请先签入', en: 'The agent is not signed in: sign in first', status: 409 },
  'agent-busy': { zh: '坐席正忙', en: 'The agent is busy', status: 409 },
  'agent-unknown': { zh: '坐席不存在或已停用', en: 'There is no such agent, or it is disabled', status: 404 },
  'no-phone': { zh: '未绑定话机，仅可监控', en: 'No phone bound: monitoring only', status: 409 },
  'phone-lost': {
    zh: '话机没有连上，暂时无法就绪；话机恢复后自动就绪',
    en: 'Your phone is not connected: you become ready by itself when it is back',
    status: 409,
  },
  'disposition-first': {
    zh: '请先填写上一通电话的小结，再就绪',
    en: 'Say first what the last call was about, then get ready',
    status: 409,
  },
  'not-recorded': { zh: '当前没有在录音', en: 'Nothing is being recorded', status: 409 },
  'checked-already': {
    zh: '本次通话已做过身份验证，不能再次进行',
    en: 'There was an identity check in this call already; there is only one',
    status: 409,
  },
  'recorded-whole': {
    zh: '此队列要求全程录音，不能停止，可以暂停',
    en: 'This queue records calls whole: it can be paused, not stopped',
    status: 409,
  },
  'recorded-already': {
    zh: '这通电话已经录过音，不能再次开始',
    en: 'This call has been recorded already',
    status: 409,
  },
  'no-call': { zh: '当前没有通话', en: 'There is no call', status: 409 },
  'in-consultation': {
    zh: '正在咨询第三方：请先取回、三方或转交',
    en: 'A third party is being consulted: take back, merge or hand over first',
    status: 409,
  },
  'no-consultation': { zh: '没有正在咨询的第三方', en: 'Nobody is being consulted', status: 409 },
  'other-media-node': {
    zh: '两通电话在不同的语音节点上，不能合并；请改用咨询或转接',
    en: 'The two calls are on different media nodes and cannot be joined: consult or transfer instead',
    status: 409,
  },
  'still-ringing': { zh: '对方还没有接听', en: 'The other party has not answered yet', status: 409 },
  'in-conference': {
    zh: '通话中不止两方：请用邀请、移出或挂断离开',
    en: 'More than two are in this call: invite, drop, or hang up to leave',
    status: 409,
  },
  'conference-full': { zh: '会议人数已满', en: 'The conference is full', status: 409 },
  'not-yours-to-drop': {
    zh: '只能移出被邀请进来的一方',
    en: 'Only a party that was invited can be dropped',
    status: 409,
  },
  'stale-offer': { zh: '该呼叫已分配给其他坐席或已结束', en: 'This offer is no longer valid', status: 409 },
  'queue-full': { zh: '排队人数已满', en: 'The queue is full', status: 409 },
  'queue-unknown': { zh: '队列不存在或已停用', en: 'There is no such queue, or it is disabled', status: 404 },
  'unknown-call': { zh: '呼叫不存在或已结束', en: 'There is no such call, or it has ended', status: 404 },
  'number-not-reachable': { zh: '该号码无法接通，请检查出局路由', en: 'No trunk leads to this number', status: 409 },
  'roster-published': {
    zh: '班表已发布，请先撤回',
    en: 'The roster is published: withdraw it first',
    status: 409,
  },
  'roster-not-published': { zh: '班表尚未发布', en: 'The roster is not published', status: 409 },
  'roster-overlaps': {
    zh: '有坐席在另一张已发布的班表中已有当日班次',
    en: 'Another published roster gives an agent a duty on the same date',
    status: 409,
  },
  'roster-not-monday': { zh: '班表须从周一开始', en: 'A roster begins on a Monday', status: 400 },
  'roster-no-agents': {
    zh: '没有可排班的坐席：请先设置班次与工时规则',
    en: 'Nobody can be rostered: set shifts and working-time rules first',
    status: 409,
  },
  'roster-no-need': {
    zh: '没有可用的人力需求：该时段尚无话务历史',
    en: 'There is no need to roster for: no traffic history yet',
    status: 409,
  },
  'roster-night-shift': {
    zh: '自动排班须有一个时刻没有任何班次在进行（如早八点）：请停用相互跨越的夜班，或手工排班',
    en: 'There must be a moment of the day at which no shift is under way, such as eight o’clock: switch off night shifts that reach over others, or give them by hand',
    status: 409,
  },
  'roster-being-solved': {
    zh: '此班表正在计算中，请等待或取消',
    en: 'This roster is being computed: wait, or cancel that first',
    status: 409,
  },
  'swap-not-open': {
    zh: '换班申请已处理，或同事尚未同意',
    en: 'The swap is decided already, or not agreed yet',
    status: 409,
  },
  'swap-outdated': {
    zh: '班次已变动，换班申请不再有效',
    en: 'The duties have changed: the swap is no longer possible',
    status: 409,
  },
  'swap-day-taken': {
    zh: '换班后有人一天有两个班次',
    en: 'The swap would give somebody two duties on one date',
    status: 409,
  },
  'swap-breaks-rules': {
    zh: '换班违反工时规则',
    en: 'The swap breaks a working-time rule',
    status: 409,
  },
  'offer-open': {
    zh: '此坐席今天已有一个待答复的提议',
    en: 'The agent has an unanswered offer for today already',
    status: 409,
  },
  'offer-not-open': {
    zh: '此提议已答复、已撤回或已过时',
    en: 'The offer is answered, withdrawn or too late',
    status: 409,
  },
  'offer-outdated': {
    zh: '班次或时间已变动，或会违反工时规则：此提议不再可行，请刷新',
    en: 'The duty has changed, it is too late, or a working-time rule would break: the offer is no longer possible, reload',
    status: 409,
  },
  'flow-not-valid': { zh: '流程未通过检查', en: 'The flow did not pass its check', status: 422 },
} as const satisfies Record<string, Refusal>

export type RefusalName = keyof typeof REFUSALS
