// Signing in against a real PostgreSQL with a clock turned by hand: who gets in, for how long, and what is written of it.
import t from 'tap'
import { accountsOf, type SignIn } from '#engine/records/accounts/accounts.ts'
import { hashPassword } from '#engine/records/accounts/passwords.ts'
import { migrate } from '#engine/records/store/migrate.ts'
import { startStore } from '#test/kit/postgres.ts'

const RULES = { failuresUntilLocked: 3, lockMs: 60_000, sessionMs: 3_600_000, idleMs: 36_000_000 }
const PASSWORD = 'correct-horse'
const store = await startStore()
const { sql } = store
t.teardown(() => store.stop())

const clock = { now: 1_900_000_000_000 }
const accounts = accountsOf(sql, RULES, () => clock.now)
const passwordHash = await hashPassword(PASSWORD)
await sql`insert into groups (id, name) values ('g1', '一组')`
await sql`insert into agents (id, number, name, level, group_id) values ('a1', '1001', '张三', 5, 'g1')`

t.beforeEach(async () => {
  await sql`delete from accounts`
  await sql`truncate sign_in_log, audit_log`
  await sql`insert into accounts (id, account, name, role, agent_id, lang, password_hash) values
    ('x1', 'zhang', '张三', 'agent', 'a1', 'en', ${passwordHash}),
    ('x2', 'li', '李四', 'planner', null, 'zh', ${passwordHash})`
})

const attempt = (more: Partial<SignIn> = {}) =>
  accounts.signIn({ account: 'zhang', password: PASSWORD, ip: '192.0.2.7', userAgent: 'tester', ...more })
const wrong = () => attempt({ password: 'wrong-horse' })
async function signedIn(more: Partial<SignIn> = {}) {
  const outcome = await attempt(more)
  if (!outcome.ok) throw new Error(outcome.refusal)
  return outcome.value
}

t.test('who signs in gets a session with all that is known of the account, and nothing that is not', async (t) => {
  const { token, session } = await signedIn()
  const { tokenHash, reaches, ...rest } = session
  t.strictSame(rest, {
    accountId: 'x1',
    account: 'zhang',
    name: '张三',
    role: 'agent',
    agentId: 'a1',
    lang: 'en',
    passwordAdvice: true,
  })
  const [{ rights } = { rights: [] }] = await sql<{ rights: string[] }[]>`
    select array(select one->>'right' from jsonb_array_elements(grants) one order by 1) as rights from roles where id = 'agent'`
  t.ok(rights.includes('desk') && !rights.includes('configure'), 'an agent works and does not set up')
  t.same([...Object.keys(reaches)].sort(), rights, 'what its role grants')
  t.same(await accounts.session(token), session, 'the token finds it again')
  t.equal(await accounts.session(`${token}x`), undefined)
  t.notOk(tokenHash.includes(token))
  const planner = await signedIn({ account: 'li' })
  t.notOk('agentId' in planner.session, 'who is no agent has none')
  t.notSame(planner.token, (await signedIn({ account: 'li' })).token, 'each session has a token of its own')
})

t.test('the language chosen at the sign-in stays with the account, the one of before is kept otherwise', async (t) => {
  t.match((await signedIn({ lang: 'zh' })).session, { lang: 'zh' })
  t.match((await signedIn()).session, { lang: 'zh' })
})

t.test('the third wrong password locks for a minute to the millisecond, also against the right one', async (t) => {
  t.match(await wrong(), { ok: false, refusal: 'wrong-password' })
  t.match(await wrong(), { ok: false, refusal: 'wrong-password' })
  t.match(await wrong(), { ok: false, refusal: 'account-locked' })
  clock.now += RULES.lockMs - 1
  t.match(await attempt(), { ok: false, refusal: 'account-locked' })
  t.match(await attempt({ account: 'li' }), { ok: true }, 'others are not locked')
  clock.now += 1
  t.match(await wrong(), { ok: false, refusal: 'wrong-password' }, 'after the lock it is counted from the beginning')
  t.match(await attempt(), { ok: true })
})

t.test('a sign-in forgets the failures before it', async (t) => {
  for (const round of [1, 2, 3]) {
    await wrong()
    await wrong()
    t.match(await attempt(), { ok: true }, `round ${round}`)
  }
})

t.test('attempts at the same moment are all counted', async (t) => {
  const answers = await Promise.all([wrong(), wrong(), wrong()])
  t.equal(answers.filter((each) => !each.ok && each.refusal === 'account-locked').length, 1)
  t.match(await attempt(), { ok: false, refusal: 'account-locked' })
})

t.test('a disabled account neither signs in nor goes on with a session', async (t) => {
  const { token, session } = await signedIn()
  t.equal(await accounts.isAlive(session.tokenHash), true)
  await sql`update accounts set enabled = false where id = 'x1'`
  t.match(await attempt(), { ok: false, refusal: 'wrong-password' })
  t.equal(await accounts.session(token), undefined)
  t.equal(await accounts.isAlive(session.tokenHash), false)
})

t.test('a session ends after its time and not a millisecond before; the sweep takes only those', async (t) => {
  const old = await signedIn()
  clock.now += 1_000
  const young = await signedIn()
  clock.now += RULES.sessionMs - 1_001
  t.ok(await accounts.session(old.token), 'one millisecond before')
  t.equal(await accounts.isAlive(old.session.tokenHash), true)
  clock.now += 1
  t.equal(await accounts.session(old.token), undefined)
  t.equal(await accounts.isAlive(old.session.tokenHash), false)
  await accounts.sweep()
  t.strictSame(
    (await sql`select token_hash from sessions`).map((row) => row.tokenHash),
    [young.session.tokenHash],
  )
})

t.test('signing out ends this session and no other', async (t) => {
  const [here, there] = [await signedIn(), await signedIn()]
  await accounts.signOut(here.session)
  t.equal(await accounts.session(here.token), undefined)
  t.ok(await accounts.session(there.token))
})

t.test('every attempt is written down with its time, its reason and who it was', async (t) => {
  await attempt({ account: 'nobody'.repeat(30), userAgent: 'x'.repeat(400) })
  await wrong()
  await attempt()
  await wrong()
  await wrong()
  await wrong()
  await attempt()
  await sql`update accounts set enabled = false where id = 'x2'`
  await attempt({ account: 'li' })
  const rows = await sql`select at, account_id, ip, ok, reason from sign_in_log order by id`
  const one = (reason: string, accountId: string | null = 'x1') => ({
    ...{ at: clock.now, accountId, ip: '192.0.2.7', ok: reason === 'ok', reason },
  })
  const reasons = ['wrong-password', 'ok', 'wrong-password', 'wrong-password', 'wrong-password', 'locked']
  t.strictSame(
    [...rows],
    [one('unknown-account', null), ...reasons.map((reason) => one(reason)), one('disabled', 'x2')],
  )
  const [first] = await sql`select length(account) as account, length(user_agent) as agent from sign_in_log order by id`
  t.match(first, { account: 100, agent: 300 }, 'cut, not refused')
})

t.test('an unknown account costs as much computing as a wrong password', async (t) => {
  const cost = async (account: string) => {
    const before = process.cpuUsage()
    for (let n = 0; n < 5; n++) await attempt({ account, password: 'wrong-horse' })
    return process.cpuUsage(before).user
  }
  const generous = await sql`update accounts set failures = -1000 where id = 'x1' returning id`
  t.equal(generous.length, 1)
  const known = await cost('zhang')
  t.ok((await cost('nobody')) > known / 3, 'so that time does not tell who has an account')
})

t.test('a new password needs the old one, ends the other sessions of this account and leaves a trace', async (t) => {
  const [here, there, other] = [await signedIn(), await signedIn(), await signedIn({ account: 'li' })]
  const change = (old: string) => accounts.changePassword(here.session, old, 'new-password', '192.0.2.8')
  t.match(await change('wrong-horse'), { ok: false, refusal: 'wrong-password' })
  t.strictSame([...(await sql`select 1 from audit_log`)], [], 'nothing happened, nothing is told')
  t.ok(await accounts.session(there.token))
  t.strictSame(await change(PASSWORD), { ok: true, value: true })
  t.ok(await accounts.session(here.token))
  t.equal(await accounts.session(there.token), undefined)
  t.ok(await accounts.session(other.token), 'others stay in')
  t.match(await attempt(), { ok: false })
  t.match(await attempt({ password: 'new-password' }), { ok: true })
  t.match(await attempt({ account: 'li' }), { ok: true }, 'with the password of before')
  t.match(await sql`select account, ip, action, kind, record_id from audit_log`, [
    { account: 'zhang', ip: '192.0.2.8', action: 'change-password', kind: 'accounts', recordId: 'x1' },
  ])
  t.match(await sql`select version from accounts where id = 'x1'`, [{ version: 2 }], 'an open form notices it')
  await sql`delete from accounts where id = 'x1'`
  t.match(await change('new-password'), { ok: false, refusal: 'not-found' })
})

t.test('who does not exist is locked out as who does: the answers to ten guesses are the same', async (t) => {
  const guesses = async (account: string) => {
    const answers: string[] = []
    for (let n = 0; n < 10; n++) {
      const outcome = await attempt({ account, password: 'wrong-horse' })
      answers.push(outcome.ok ? 'in' : outcome.refusal)
      // the lock ends once on the way
      clock.now += n === 5 ? RULES.lockMs + 1 : 1_000
    }
    return answers
  }
  const known = await guesses('zhang')
  t.same(await guesses('nobody-of-that-name'), known)
  t.ok(known.includes('account-locked') && known.includes('wrong-password'))
})

t.test('a session that nobody uses ends; one that is used, or that a page is open on, does not', async (t) => {
  const idleMs = 600_000
  const soon = accountsOf(sql, { ...RULES, idleMs }, () => clock.now)
  const idle = await signedIn()
  const used = await signedIn()
  const open = await signedIn()
  for (let n = 0; n < 3; n++) {
    clock.now += idleMs / 2
    t.ok(await soon.session(used.token))
    await soon.inUse([open.session.tokenHash])
  }
  t.equal(await soon.session(idle.token), undefined)
  t.equal(await soon.isAlive(idle.session.tokenHash), false)
  t.ok(await soon.isAlive(used.session.tokenHash))
  t.ok(await soon.session(open.token))
  await soon.sweep()
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from sessions`
  t.equal(row?.count, 2, 'it is gone')
})

t.test('a new password is none that is guessed first', async (t) => {
  const { session } = await signedIn()
  for (const next of ['password1', '1qaz2wsx', 'a123456789'])
    t.match(await accounts.changePassword(session, PASSWORD, next, ''), { ok: false, refusal: 'common-password' }, next)
  t.match(await accounts.changePassword(session, PASSWORD, 'battery-staple', ''), { ok: true })
})

t.test(
  'team leads that came after knowledge and export have those rights; what was taken away stays away',
  async (t) => {
    const rights = async () => {
      const [row] = await sql<{ grants: { right: string }[] }[]>`select grants from roles where id = 'team-lead'`
      return row?.grants.map(({ right }) => right).filter((right) => right === 'knowledge' || right === 'export')
    }
    const again = async () => {
      await sql`update roles set grants = (select jsonb_agg(one) from jsonb_array_elements(grants) one
      where one ->> 'right' not in ('knowledge', 'export')) where id = 'team-lead'`
      await sql`delete from schema_migrations where name = '059-team-lead-rights.sql'`
      t.same(await migrate(sql), ['059-team-lead-rights.sql'])
    }
    await again()
    t.same(await rights(), [])
    await sql`update schema_migrations set applied_at = now() + interval '1 day' where name = '035-team-leads.sql'`
    await again()
    t.same(await rights(), ['knowledge', 'export'])
  },
)

t.test('accounts of a database from before roles were records keep their roles and their sessions', async (t) => {
  const { token } = await signedIn({ account: 'li' })
  await sql.begin(async (tx) => {
    await tx`alter table accounts drop column department_id, drop column new_password_needed, drop constraint accounts_role_fkey`
    await tx`alter table accounts add constraint accounts_role_check
      check (role in ('administrator', 'supervisor', 'planner', 'agent'))`
    await tx`drop table departments, roles`
    await tx`delete from schema_migrations where name = '023-organisation.sql'`
  })
  t.same(await migrate(sql), ['023-organisation.sql'])
  const session = await accounts.session(token)
  t.match(session, { account: 'li', role: 'planner' })
  t.same(session?.reaches, { monitor: 'all', reports: 'all', plan: 'all', 'plan-view': 'all' })
  t.match((await signedIn()).session, { account: 'zhang', role: 'agent', agentId: 'a1' })
})
