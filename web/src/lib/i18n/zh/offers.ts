// Words of the rest of today: what is offered to agents, and what they answer on the desk.
import { OFFER_STATES, OFFER_TYPES } from '#engine/protocol/words/planning.ts'
import { wordsIn } from '#engine/protocol/words/word.ts'

export const offers = {
  view: '当日调整',
  rest: (time: string) => `今天 ${time} 以后`,
  missing: '缺人',
  tooMany: '多人',
  inHours: (hours: number | string) => `${hours} 人时`,
  withAll: '全部接受后',
  notThere: (names: string) => `当班未签入，未计入在班：${names}`,
  title: '可提议的调整',
  help: '按再预测的需求和此刻在班的人算出，最有用的在前；每人每天至多一个，不违反工时规则。',
  none: '没有值得提议的调整',
  noneHelp: '今天剩下的时间人手与需求相符，或可以移动的休息和下班时间已过。',
  agent: '坐席',
  what: '调整',
  effect: '单独接受的效果',
  types: wordsIn(OFFER_TYPES, 'zh'),
  states: wordsIn(OFFER_STATES, 'zh'),
  span: (from: string, to: string) => `${from} → ${to}`,
  all: '全选',
  send: (n: number | string) => `发给 ${n} 人`,
  sent: (n: number | string) => `已发给 ${n} 人`,
  made: '今天的提议',
  noneMade: '今天还没有提议',
  withdraw: '撤回',
  withdrawn: '已撤回',
  mine: {
    title: '今天的班次提议',
    'move-break': (from: string, to: string, minutes: number | string) =>
      `把 ${from} 的休息（${minutes} 分钟）改到 ${to}`,
    'stay-longer': (from: string, to: string, minutes: number | string) =>
      `延长 ${minutes} 分钟：${to} 下班（原 ${from}）`,
    'leave-early': (from: string, to: string, minutes: number | string) =>
      `提前 ${minutes} 分钟：${to} 下班（原 ${from}）`,
    why: (before: number | string, after: number | string) => `今天缺人：${before} → ${after} 人时`,
    spare: (before: number | string, after: number | string) => `今天多人：${before} → ${after} 人时`,
    until: (time: string) => `${time} 前答复有效`,
    accept: '接受',
    decline: '谢绝',
    accepted: '已接受，班表已更新',
    declined: '已谢绝，班次不变',
  },
}
