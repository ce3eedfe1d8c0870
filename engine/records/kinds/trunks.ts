// 中继: the lines to the outside, by registration at a carrier or by the peer's address.
import { defineKind, type Row, type Values } from '../record/kind.ts'

export default defineKind({
  kind: 'trunks',
  table: 'trunks',
  label: { zh: '中继', en: 'Trunks' },
  right: 'configure',
  title: 'name',
  idPrefix: 'trunk',
  edge: 'trunks',
  registers: (values) => values.kind === 'registration' && values.enabled === true,
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'kind',
      type: 'choice',
      label: { zh: '方式', en: 'Kind' },
      required: true,
      listed: true,
      options: [
        { value: 'registration', label: { zh: '注册', en: 'By registration' } },
        { value: 'address', label: { zh: '对等地址', en: 'By address' } },
      ],
    },
    {
      name: 'host',
      type: 'text',
      label: { zh: '地址', en: 'Host' },
      help: { zh: '主机或 主机:端口；对等方式须为 IP', en: 'Host or host:port; an IP address when by address' },
      required: true,
      listed: true,
      pattern: '^([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+\\])(:[0-9]{1,5})?$',
    },
    {
      name: 'transport',
      type: 'choice',
      label: { zh: '传输', en: 'Transport' },
      listed: true,
      default: 'udp',
      options: [
        { value: 'udp', label: { zh: 'UDP', en: 'UDP' } },
        { value: 'tcp', label: { zh: 'TCP', en: 'TCP' } },
        { value: 'tls', label: { zh: 'TLS', en: 'TLS' } },
      ],
    },
    { name: 'username', type: 'text', label: { zh: '用户名', en: 'User name' }, pattern: '^[A-Za-z0-9._+@-]{1,64}$' },
    { name: 'password', type: 'password', label: { zh: '密码', en: 'Password' } },
    {
      name: 'callerNumber',
      type: 'text',
      label: { zh: '主叫号码', en: 'Caller number' },
      help: { zh: '呼出时对方看到的号码', en: 'Number shown to those we call' },
      pattern: '^\\+?[0-9]{1,20}$',
    },
    {
      name: 'prefixes',
      type: 'text',
      label: { zh: '出局前缀', en: 'Dialled prefixes' },
      help: {
        zh: '逗号分隔；* 表示任意号码；不填则不呼出',
        en: 'Separated by commas; * = any number; empty = not for dialling out',
      },
      pattern: '^ *(\\*|[0-9+]+)( *[,，] *(\\*|[0-9+]+))* *$',
    },
    {
      name: 'strictSource',
      type: 'switch',
      label: { zh: '限定语音来源', en: 'Sound from its own address only' },
      help: {
        zh: '只收取来自对方所报地址的语音，防止他人插入；听不到对方时（如线路在 NAT 之后）请关闭',
        en: 'Nobody else can send sound into a call. Turn off when this trunk is not heard, such as behind NAT',
      },
      default: true,
    },
    {
      name: 'trustIdentity',
      type: 'switch',
      label: { zh: '采用线路断言的主叫号码', en: 'Believe its caller numbers' },
      help: {
        zh: '运营商在 P-Asserted-Identity 或 Remote-Party-ID 中给出真实主叫时开启；主叫要求保密时仍不显示',
        en: 'When the carrier tells who calls in P-Asserted-Identity or Remote-Party-ID; a number kept back stays hidden',
      },
    },
    {
      name: 'followMoved',
      type: 'switch',
      label: { zh: '跟随转移指示（302）', en: 'Follow forwarding (302)' },
      help: {
        zh: '呼出时对方指示改拨另一号码：在本中继上改拨，仅限符合出局前缀的号码',
        en: 'A called side that names another number: dialled over this trunk, if it begins with a dialled prefix',
      },
    },
    {
      name: 'channels',
      type: 'number',
      label: { zh: '最大并发', en: 'Calls at once' },
      help: {
        zh: '呼入呼出合计，占满时呼出改走路由的下一条中继；0 表示不限',
        en: 'In and out together; when full, calls out go by the next trunk of their route; 0 = no limit',
      },
      ...{ min: 0, max: 100_000, integer: true, default: 0 },
    },
    {
      name: 'probe',
      type: 'switch',
      label: { zh: '检测线路', en: 'Ask whether it lives' },
      help: {
        zh: '定时发送 OPTIONS；没有应答时告警，呼出最后才用它。运营商不支持时关闭',
        en: 'OPTIONS every few seconds; without an answer there is an alarm and calls out use it last. Off where a carrier does not answer any',
      },
      default: true,
    },
    {
      name: 'srtp',
      type: 'switch',
      label: { zh: '语音必须加密（SRTP）', en: 'Encrypted sound only (SRTP)' },
      help: {
        zh: '需要 TLS 传输；对方不加密的呼叫不接也不拨',
        en: 'Needs TLS. Calls of a far side that does not encrypt are neither taken nor placed',
      },
    },
    {
      name: 'site',
      type: 'switch',
      label: { zh: '本公司的另一处机构', en: 'Another site of the company' },
      help: {
        zh: '对方可直接拨打本处的分机、工号和队列（不能经本处呼出外线）；呼出时显示本处分机号',
        en: 'Its people reach our extensions, agents and queues by their numbers, and nobody outside through us; they see the extension that calls',
      },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check(values, _world, id) {
    const faults = []
    if (values.srtp && values.transport !== 'tls')
      faults.push({ path: 'srtp', message: 'needs TLS: the keys of the sound travel in the signalling' })
    if (values.site && values.kind !== 'address')
      faults.push({ path: 'site', message: 'by its address: a site is known by where it is' })
    if (values.kind === 'address' && !/^([0-9.]+|\[[0-9A-Fa-f:]+\])(:[0-9]+)?$/.test(String(values.host))) {
      faults.push({ path: 'host', message: 'an IP address: calls from a trunk by address are known by it' })
    }
    if (values.kind !== 'registration') return faults
    if (!values.username) faults.push({ path: 'username', message: 'needed to register' })
    if (id === undefined && !values.password) faults.push({ path: 'password', message: 'needed to register' })
    return faults
  },
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    username: values.username || null,
    prefixes: String(values.prefixes)
      .split(/[,，]/)
      .map((prefix) => prefix.trim())
      .filter((prefix) => prefix !== '')
      // the engine's word for "any" is the empty prefix
      .map((prefix) => (prefix === '*' ? '' : prefix)),
  }),
  fromRow: (row: Row): Values => ({
    ...row,
    username: row.username ?? '',
    prefixes: (row.prefixes as string[]).map((prefix) => prefix || '*').join(', '),
  }),
})
