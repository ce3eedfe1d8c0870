// The sign-in log and the audit log as they are searched: newest first, page by page, by every filter alone and together.
import t from 'tap'
import { AUDIT_COLUMNS, auditLog, type LogQuery, SIGN_IN_COLUMNS, signInLog } from '#engine/records/accounts/logs.ts'
import { audit, audited } from '#engine/records/record/audit.ts'
import { startStore } from '#test/kit/postgres.ts'

const store = await startStore()
const { sql } = store
t.teardown(() => store.stop())

const AT = 1_900_000_000_000
const ACCOUNTS = ['zhang', 'li', 'zh%ng', 'z_hang', 'ZHANG', 'zhang\\x']
for (const [n, account] of ACCOUNTS.entries())
  await sql`insert into sign_in_log (at, account, ip, ok, reason, user_agent)
    values (${AT + n * 1_000}, ${account}, '192.0.2.1', ${n % 2 === 0}, ${n % 2 === 0 ? 'ok' : 'wrong-password'}, 'tester')`

const by = { accountId: 'x1', account: 'zhang', ip: '192.0.2.1' }
const queues = audited({ kind: 'queues', label: { zh: '队列', en: 'Queues' } })
await audit(sql, by, { action: 'create', kind: queues, recordId: 'q1', title: '销售', after: { name: '销售' } })
await audit(sql, by, {
  ...{ action: 'change', kind: queues, recordId: 'q1', title: '销售' },
  ...{ before: { name: '销售' }, after: { name: '售前' } },
})
await audit(sql, { ...by, account: 'li' }, { action: 'change-password', kind: 'accounts', recordId: 'x2' })

const page = { page: 1, pageSize: 10 }
const signIns = async (query: Partial<LogQuery<keyof typeof SIGN_IN_COLUMNS>> = {}) => {
  const { rows, total } = await signInLog(sql, { ...page, ...query })
  return { accounts: rows.map((row) => row.account), total }
}
const audits = async (query: Partial<LogQuery<keyof typeof AUDIT_COLUMNS>> = {}) => {
  const { rows, total } = await auditLog(sql, { ...page, ...query })
  return { told: rows.map((row) => `${row.account} ${row.action} ${row.kind} ${row.recordId}`), total }
}
const found = (...accounts: string[]) => ({ accounts, total: accounts.length })

t.test('newest first, a page at a time, with the count of all', async (t) => {
  t.strictSame(await signIns({ pageSize: 2 }), { accounts: ['zhang\\x', 'ZHANG'], total: 6 })
  t.strictSame(await signIns({ page: 2, pageSize: 2 }), { accounts: ['z_hang', 'zh%ng'], total: 6 })
  t.strictSame(await signIns({ page: 4, pageSize: 2 }), { accounts: [], total: 6 })
  t.match(await signInLog(sql, { page: 3, pageSize: 2 }), {
    page: 3,
    pageSize: 2,
    rows: [
      { account: 'li', at: AT + 1_000, ip: '192.0.2.1', ok: false, reason: 'wrong-password', userAgent: 'tester' },
      { account: 'zhang', at: AT, ok: true, reason: 'ok' },
    ],
  })
})

t.test('by each column both ways; of the same the newest first', async (t) => {
  for (const sort of Object.keys(SIGN_IN_COLUMNS) as (keyof typeof SIGN_IN_COLUMNS)[]) {
    const [up, down] = [await signIns({ sort }), await signIns({ sort, descending: true })]
    t.strictSame([up.total, down.total, up.accounts.toSorted()], [6, 6, down.accounts.toSorted()], sort)
  }
  t.strictSame(await signIns({ sort: 'at' }), found(...ACCOUNTS))
  t.strictSame(await signIns({ sort: 'reason' }), found('ZHANG', 'zh%ng', 'zhang', 'zhang\\x', 'z_hang', 'li'))
  t.equal((await signIns({ sort: 'account' })).accounts[0], 'li')
  for (const sort of Object.keys(AUDIT_COLUMNS) as (keyof typeof AUDIT_COLUMNS)[])
    for (const descending of [false, true]) t.equal((await audits({ sort, descending })).told.length, 3, sort)
})

t.test('a span holds its first moment and not its last', async (t) => {
  t.strictSame(await signIns({ from: AT + 1_000, to: AT + 3_000 }), found('zh%ng', 'li'))
  t.strictSame(await signIns({ from: AT + 5_000 }), found('zhang\\x'))
  t.strictSame(await signIns({ to: AT + 1 }), found('zhang'))
})

t.test('a part of the name finds it in either case; marks of the database are plain letters', async (t) => {
  t.strictSame(await signIns({ account: 'hang' }), found('zhang\\x', 'ZHANG', 'z_hang', 'zhang'))
  t.strictSame(await signIns({ account: '%' }), found('zh%ng'))
  t.strictSame(await signIns({ account: '_' }), found('z_hang'))
  t.strictSame(await signIns({ account: '\\' }), found('zhang\\x'))
  t.strictSame((await signIns({ account: '' })).total, 6, 'nothing asked, nothing left out')
})

t.test('sign-ins by their success, together with the rest', async (t) => {
  t.strictSame(await signIns({ ok: true }), found('ZHANG', 'zh%ng', 'zhang'))
  t.strictSame(await signIns({ ok: false }), found('zhang\\x', 'z_hang', 'li'))
  t.strictSame(await signIns({ ok: false, account: 'hang', to: AT + 4_000 }), found('z_hang'))
})

t.test('acts by kind, record and act, with what was before and after', async (t) => {
  const [made, changed, password] = [
    'zhang create queues q1',
    'zhang change queues q1',
    'li change-password accounts x2',
  ]
  t.strictSame(await audits(), { told: [password, changed, made], total: 3 })
  t.strictSame(await audits({ kind: 'queues' }), { told: [changed, made], total: 2 })
  t.strictSame(await audits({ recordId: 'x2' }), { told: [password], total: 1 })
  t.strictSame(await audits({ action: 'create' }), { told: [made], total: 1 })
  t.strictSame(await audits({ kind: 'queues', action: 'change-password' }), { told: [], total: 0 })
  t.strictSame(await audits({ kind: '', recordId: '', action: '' }), { told: [password, changed, made], total: 3 })
  const { rows } = await auditLog(sql, { ...page, kind: 'queues' })
  t.match(rows, [
    { title: '销售', before: { name: '销售' }, after: { name: '售前' } },
    { title: '销售', before: null, after: { name: '销售' } },
  ])
})
