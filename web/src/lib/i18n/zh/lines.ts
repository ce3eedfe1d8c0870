// Words of lines to the outside: a number tried, what is wrong in a form.
export const tryNumber = {
  number: '试拨号码',
  by: '由谁拨打',
  anybody: '任何人',
  run: '试一试',
  help: '只看会走哪条路由，不会真的拨出。',
  outcomes: { out: '拨出', inside: '内部', blocked: '禁拨', nowhere: '无路可走' },
  insides: {
    agent: '这是坐席的工号',
    queue: '这是队列',
    extension: '这是分机',
    'access-number': '这是接入号码',
    code: '这是话机代码',
    mailbox: '给坐席留言',
    'pick-up': '代接',
    park: '驻留位',
    outside: '外线号码',
  },
  written: '送给运营商的号码',
  down: '没有应答',
  noCaller: '不送主叫号码',
  ofTrunk: (name: string) => `中继“${name}”自己的前缀`,
  verdicts: {
    taken: '采用',
    off: '已停用',
    prefix: '前缀不符',
    length: '位数不符',
    caller: '主叫不符',
    area: '归属地不符',
    hours: '不在生效时间',
    'no-trunk': '没有启用的中继',
  },
}

export const lineFaults = {
  fewDigits: '不能小于最少位数',
  pin: '密码为 4 到 12 位数字',
  codeTwice: '这个操作已有代码',
  codeClash: (code: string) => `与 ${code} 有一个是另一个的开头，请换一个`,
  phonePassword: '此分机的话机自动取得自己的密码，不能另设；如要另设，请先删除话机',
  phoneNumber: '此分机的话机正使用原号码，请先删除话机再改号',
  phoneNeeded: '请至少选择一部分机',
  flowOrNumber: '请选择流程，或填写直接转到的号码',
  limitNeeded: '请填写同时或每小时的上限，或选“一律不准拨”',
  trunkNeeded: '请至少选择一条中继',
  prefixNeeded: '请填写前缀，否则所有号码都会匹配',
  tlsNeeded: '传输方式须选加密的那一种：语音的密钥随信令传送',
  siteByAddress: '请选“对等地址”：另一处机构按地址识别',
}

/** Whose a number is already. */
export const numberOwners = {
  agents: '坐席',
  extensions: '分机',
  numbers: '接入号码',
  ring_groups: '响铃组',
  park_places: '驻留位',
}
