// The engine of business records against PostgreSQL, by its routes: what is seen, found, changed, undone, and by whom.
import t from 'tap'
import type { BusinessKind } from '#engine/business/record/kind.ts'
import { numberKey } from '#engine/numbers/number-key.ts'
import { type Client, startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')
await sql`insert into accounts (id, account, name, role, agent_id, password_hash)
  select 'account-agent-2', 'agent-2', '李四', 'agent', 'agent-2', password_hash from accounts where account = 'agent'`
const other = await started.signIn('agent-2')

const base = '/api/business/customers'
const phone = (number: string) => [{ type: 'mobile', number }]
const make = async (who: Client, values: object) => {
  const { status, body } = await who.post(base, values)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body as { id: string; version: number } & Record<string, unknown>
}
const list = async (who: Client, query: Record<string, unknown> = {}) => {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const { status, body } = await who.get(`${base}?${text}`)
  if (status !== 200) throw new Error(`${JSON.stringify(body)} ${started.wrong.at(-1)?.slice(0, 200)}`)
  return body
}
const act = (who: Client, ids: string[], one: object) =>
  who.post('/api/business-acts/customers', { those: { ids }, act: one })
const rowNames = (page: { rows: { name: string }[] }) => page.rows.map(({ name }) => name)

t.test('a number has one key in PostgreSQL and in the program, whoever wrote it', async (t) => {
  const written = [
    '13900139000',
    '+86 139-0013-9000',
    '008613900139000',
    '010-62345678',
    '+86 (0)10 6234 5678',
    '95588',
    '0139',
    '0',
    '8613900139000',
    '00',
    '+',
    'sip-Name',
    '013900139000',
    '4008111111',
  ]
  const rows = await sql<{ key: string }[]>`select number_key(n) as key from unnest(${written}::text[]) n`
  t.same(
    written.map(numberKey),
    rows.map(({ key }) => key),
  )
})

t.test('one’s own is seen by oneself and by who is over all, never by a colleague until it is shared', async (t) => {
  const mine = await make(agent, { name: '王一', phones: phone('13700000001') })
  t.match(mine, { ownerId: 'agent-1', state: 'new', phones: [{ number: '137****0001' }] })
  t.same(rowNames(await list(agent)), ['王一'])
  t.same(rowNames(await list(lead)), ['王一'])
  t.same(rowNames(await list(other)), [])
  t.equal((await other.get(`${base}/${mine.id}`)).status, 404)
  t.equal((await other.put(`${base}/${mine.id}`, mine)).status, 404)
  t.match((await act(other, [mine.id], { act: 'edit', values: { name: '盗' } })).body, { done: 0, left: 1 })
  t.equal((await act(agent, [mine.id], { act: 'share', agentIds: ['agent-2'] })).status, 200)
  t.match((await act(other, [mine.id], { act: 'pool' })).body, { done: 0, left: 1 }, 'not his to give')
  t.same(rowNames(await list(other)), ['王一'])
})

t.test(
  'numbers are masked until shown, a look is written down, and a form with a mask keeps what was there',
  async (t) => {
    const [row] = (await list(agent)).rows
    t.match(row, { phones: [{ number: '137****0001' }] })
    const changed = await agent.put(`${base}/${row.id}`, { ...row, phones: [...row.phones, ...phone('13700000002')] })
    t.match(changed, { status: 200, body: { phones: [{ number: '137****0001' }, { number: '137****0002' }] } })
    t.match((await agent.post(`/api/business-reveal/customers/${row.id}`)).body, {
      phones: [{ number: '13700000001' }, { number: '13700000002' }],
    })
    const history = (await agent.get(`/api/business-history/customers/${row.id}`)).body
    t.match(history.map(({ action }: { action: string }) => action).slice(0, 2), ['reveal', 'change'])
    t.notMatch(JSON.stringify(history), '13700000001', 'history is masked too')
    t.equal((await started.guest.post(`/api/business-reveal/customers/${row.id}`)).status, 401)
  },
)

t.test('two who change one record: the second is told, and nothing of either is lost', async (t) => {
  const [row] = (await list(agent)).rows
  t.equal((await agent.put(`${base}/${row.id}`, { ...row, company: '甲公司' })).status, 200)
  t.match(await lead.put(`${base}/${row.id}`, { ...row, company: '乙公司' }), {
    status: 409,
    body: { refusal: 'changed-meanwhile' },
  })
  t.match((await lead.get(`${base}/${row.id}`)).body.record, { company: '甲公司', version: row.version + 1 })
})

t.test('a number or an id card that somebody has is refused at its field, what does not fit too', async (t) => {
  const refusedAt = async (values: object, path: string) => {
    const { status, body } = await agent.post(base, values)
    t.ok([400, 409].includes(status), JSON.stringify(body))
    t.match(body.fields?.[0]?.path ?? '', new RegExp(`^${path}`))
  }
  await refusedAt({ name: '重', phones: phone('+86 137-0000-0002') }, 'phones')
  await refusedAt({}, 'name')
  await refusedAt({ name: 'x', idCard: '110101199003070012' }, 'idCard')
  await refusedAt({ name: 'x', email: 'no' }, 'email')
  await refusedAt({ name: 'x', dedicatedAgentId: 'nobody' }, 'dedicatedAgentId')
  await refusedAt({ name: 'x', surprise: 1 }, '')
})

t.test(
  'found by characters, pinyin, last four digits and the beginning of other texts; filtered by and, or',
  async (t) => {
    await make(lead, {
      name: '欧阳娜娜',
      company: '远洋贸易',
      region: '上海',
      phones: phone('021-62345678'),
      vip: true,
    })
    await make(lead, { name: '曾小贤', company: '电台', region: '上海', phones: phone('13655551234') })
    for (const search of ['娜娜', 'oynn', 'ouyang', '5678', '远洋', '+86 21 6234 5678'])
      t.same(rowNames(await list(lead, { search })), ['欧阳娜娜'], search)
    t.same(rowNames(await list(lead, { search: "'" })), [])
    const by = async (filter: object) => rowNames(await list(lead, { filter: JSON.stringify(filter), sort: 'name' }))
    t.same(await by({ field: 'region', is: 'equal', value: '上海' }), ['曾小贤', '欧阳娜娜'])
    t.same(
      await by({
        and: [
          { field: 'region', is: 'equal', value: '上海' },
          { field: 'vip', is: 'equal', value: true },
        ],
      }),
      ['欧阳娜娜'],
    )
    t.same(
      await by({
        or: [
          { field: 'company', is: 'contains', value: '电' },
          { field: 'company', is: 'begins', value: '甲' },
        ],
      }),
      ['王一', '曾小贤'].sort(new Intl.Collator('zh').compare),
    )
    t.same(await by({ field: 'phones', is: 'empty' }), [])
    t.same(await by({ field: 'gone', is: 'equal', value: 'x' }), [], 'a column that is no more')
    t.same((await by({ field: 'createdAt', is: 'least', value: 0 })).length, 3)
    for (const filter of ['{', '{"field":1}', JSON.stringify({ field: "x'; drop table", is: 'sounds' })])
      t.equal((await lead.get(`${base}?filter=${encodeURIComponent(filter)}`)).status, 400)
  },
)

t.test('page by page nothing is shown twice or left out, in any order, while rows come and go', async (t) => {
  for (let n = 0; n < 12; n += 1) await make(lead, { name: `批${n % 4}`, phones: phone(`1380000${1000 + n}`) })
  for (const [sort, descending] of [
    ['name', 'false'],
    ['name', 'true'],
    ['createdAt', 'true'],
    ['vip', 'false'],
  ] as const) {
    const ids: string[] = []
    let after: string | undefined
    do {
      const page = await list(lead, { sort, descending, size: 4, ...(after ? { after } : {}) })
      ids.push(...page.rows.map(({ id }: { id: string }) => id))
      after = page.next
    } while (after)
    t.equal(new Set(ids).size, 15, `${sort} ${descending}`)
    t.equal(ids.length, 15)
  }
  t.match(await list(lead), { total: 15, more: false })
})

t.test('what was done to many is taken back for a day, row by row, unless somebody changed it since', async (t) => {
  const rows = (await list(lead, { search: '批' })).rows as { id: string; version: number }[]
  const ids = rows.map(({ id }) => id)
  t.match(await act(agent, ids, { act: 'delete' }), { status: 403 })
  t.match((await act(lead, ids, { act: 'assign', agentIds: ['agent-1', 'agent-2'] })).body, { done: 12 })
  t.equal((await list(agent, { search: '批' })).total, 6)
  t.equal((await list(other, { search: '批' })).total, 6, 'dealt out evenly')
  const gone = (await act(lead, ids, { act: 'delete' })).body
  t.match(gone, { done: 12, left: 0, undo: String })
  t.equal((await list(lead)).total, 3)
  t.equal((await admin.post(`/api/business-undo/${gone.undo}`)).status, 404, 'by who did it alone')
  t.match((await lead.post(`/api/business-undo/${gone.undo}`)).body, { done: 12, left: 0 })
  t.equal((await list(agent, { search: '批' })).total, 6, 'owners are back')
  t.equal((await lead.post(`/api/business-undo/${gone.undo}`)).status, 404, 'once')
  const edited = (
    await lead.post('/api/business-acts/customers', {
      those: { ask: { search: '批' } },
      act: { act: 'edit', values: { region: '北京' } },
    })
  ).body
  t.match(edited, { done: 12 })
  const [first] = (await list(lead, { search: '批' })).rows
  await lead.put(`${base}/${first.id}`, { ...first, region: '天津' })
  t.match((await lead.post(`/api/business-undo/${edited.undo}`)).body, { done: 11, left: 1 })
  t.same(await act(lead, ids, { act: 'edit', values: { nothing: 1 } }).then(({ status }) => status), 400)
  t.equal(
    (await lead.post(`${base}`, { name: '批改', phones: phone('13800001000') })).status,
    409,
    'its number is known again',
  )
})

t.test(
  'the company adds columns and states without a restart: in form, list, search, order; what is in use stays',
  async (t) => {
    const setup = (body: object) => lead.put('/api/business-setup/customers', body)
    const label = (zh: string) => ({ zh, en: '' })
    const column = { name: 'xCity', type: 'text', label: label('城市'), listed: true }
    const states = [{ value: 'vipCare', label: label('重点维护'), colour: 'purple' }]
    const rest = { layout: {}, rules: { dailyClaims: 2 } }
    t.match(await setup({ version: 0, columns: [column], states, ...rest }), { status: 200, body: { version: 1 } })
    t.equal(
      (await agent.put('/api/business-setup/customers', { version: 1, columns: [], states, ...rest })).status,
      403,
    )
    const [info] = (await agent.get('/api/business-kinds')).body.filter(
      ({ kind }: BusinessKind) => kind === 'customers',
    )
    t.ok(info.fields.some(({ name }: { name: string }) => name === 'xCity'))
    const made = await make(agent, { name: '甲', phones: phone('13511110001'), xCity: '苏州' })
    t.same(rowNames(await list(agent, { search: '苏州' })), ['甲'])
    t.same(
      rowNames(
        await list(agent, { filter: JSON.stringify({ field: 'xCity', is: 'equal', value: '苏州' }), sort: 'xCity' }),
      ),
      ['甲'],
    )
    t.match((await act(agent, [made.id], { act: 'move', to: 'vipCare' })).body, { done: 1 })
    t.match(await setup({ version: 1, columns: [column], states: [], ...rest }), {
      status: 409,
      body: { refusal: 'in-use' },
    })
    t.match(await setup({ version: 1, columns: [{ ...column, type: 'number' }], states, ...rest }), { status: 409 })
    t.match(await setup({ version: 1, columns: [column, column], states, ...rest }), {
      status: 409,
      body: { refusal: 'already-exists' },
    })
    t.match(await setup({ version: 0, columns: [], states, ...rest }), {
      status: 409,
      body: { refusal: 'changed-meanwhile' },
    })
    t.equal((await agent.get('/api/business-states/customers')).body.vipCare, 1)
  },
)

t.test('views are kept, one’s own and those for all; comments stand with the record', async (t) => {
  const views = '/api/business-views/customers'
  const view = { sort: 'name', filter: { field: 'vip', is: 'equal', value: true }, columns: ['name'] }
  t.match((await agent.post(views, { name: '我的', view })).body, [{ name: '我的', mine: true, view }])
  t.equal((await agent.post(views, { name: '大家', shared: true, view })).status, 403)
  const [all] = (await lead.post(views, { name: '大家', shared: true, view })).body
  t.same((await agent.get(views)).body.map(({ name }: { name: string }) => name).sort(), ['大家', '我的'])
  t.equal((await agent.remove(`${views}/${all.id}`)).status, 404)
  const [row] = (await list(agent)).rows
  t.match((await agent.post(`/api/business-comments/customers/${row.id}`, { text: '下周再打' })).body, [
    { text: '下周再打' },
  ])
  t.equal((await other.get(`/api/business-comments/customers/${row.id}`)).status, 404)
})

t.test(
  'the pool: of twenty who claim at once exactly one wins; so many a day; who is left alone goes back',
  async (t) => {
    const { kinds, claims } = await import('./claims.ts').then(({ claimers }) => claimers(sql, 20))
    const one = await make(lead, { name: '公海一', phones: phone('13411110001') })
    t.match((await act(lead, [one.id], { act: 'pool' })).body, { done: 1 })
    t.same(rowNames(await list(agent, { pool: true })), ['公海一'], 'everybody sees the pool')
    t.notOk(rowNames(await list(lead)).includes('公海一'), 'and nobody has it')
    const answers = await Promise.all(claims.map((claim) => claim(one.id)))
    t.equal(answers.filter(({ ok }) => ok).length, 1)
    t.same([...new Set(answers.flatMap((each) => (each.ok ? [] : [each.refusal])))], ['claimed-already'])
    for (const n of [2, 3, 4]) {
      const each = await make(lead, { name: `公海${n}`, phones: phone(`1341111000${n}`) })
      await act(lead, [each.id], { act: 'pool' })
      const { status, body } = await agent.post(`/api/business-claim/customers/${each.id}`)
      if (n < 4) t.equal(status, 200)
      else t.match({ status, body }, { status: 409, body: { refusal: 'claims-used-up' } })
    }
    started.clock.now += 86_400_000
    const next = await started.signIn('agent')
    const [left] = (await list(next, { pool: true })).rows
    t.equal((await next.post(`/api/business-claim/customers/${left.id}`)).status, 200, 'after midnight')
    await sql`update business_setup set rules = '{"takeBackDays": 30}' where kind = 'customers'`
    await sql`update biz_customers set touched_at = now() - interval '31 days' where id = ${left.id}`
    const { takeBack } = await import('#engine/business/record/pool.ts')
    t.equal(await takeBack(sql, kinds.get('customers')!), 1)
    t.same(rowNames(await list(next, { pool: true })), [left.name])
  },
)

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
