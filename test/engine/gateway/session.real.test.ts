// Signing in and out over real HTTP with a real database.
import t from 'tap'
import { exposedOf } from '#engine/gateway/exposed.ts'
import { hashPassword } from '#engine/records/accounts/passwords.ts'
import { samplePasswords } from '#engine/records/accounts/sample-passwords.ts'
import { sampleAccounts } from '#engine/records/sample-company.ts'
import { PASSWORD, startedGateway } from './started.ts'

const started = await startedGateway()
const { guest, sql } = started
t.teardown(() => started.stop())

t.test('a stranger is told to sign in, in both languages', async (t) => {
  const answer = await guest.get('/api/session')
  t.equal(answer.status, 401)
  t.same(answer.body, { refusal: 'not-signed-in', message: { zh: '请先登录', en: 'Please sign in first' } })
})

t.test('signing in gives an HttpOnly cookie and the rights of the role', async (t) => {
  const answer = await guest.post('/api/session', { account: 'supervisor', password: PASSWORD })
  t.equal(answer.status, 200)
  t.match(answer.body, {
    account: 'supervisor',
    role: 'supervisor',
    companyName: '测试公司',
    timeZone: 'Asia/Shanghai',
    lang: 'zh',
  })
  t.ok(answer.body.rights.includes('monitor'))
  t.notOk(answer.body.rights.includes('configure'))
  const cookie = answer.headers.get('set-cookie') ?? ''
  t.match(cookie, /HttpOnly/)
  t.match(cookie, /SameSite=Lax/)
  t.notMatch(JSON.stringify(answer.body), /argon2/)
  const rows = await sql`select token_hash from sessions`
  t.notOk(cookie.includes(String(rows[0]?.tokenHash)), 'the database does not hold the cookie itself')
})

t.test('signing out ends the session for good', async (t) => {
  const one = await started.signIn('agent')
  t.equal((await one.get('/api/session')).status, 200)
  const { cookie } = one
  await one.remove('/api/session')
  one.cookie = cookie
  t.equal((await one.get('/api/session')).status, 401, 'the old cookie opens nothing')
})

t.test('every attempt is in the sign-in log with its address, failed ones too', async (t) => {
  await guest.post('/api/session', { account: 'planner', password: 'wrong-password' }, { 'user-agent': 'tester' })
  await guest.post('/api/session', { account: 'nobody', password: 'wrong-password' })
  const administrator = await started.signIn('administrator')
  const log = await administrator.get('/api/sign-in-log?pageSize=3')
  t.match(log.body.rows, [
    { account: 'administrator', ok: true, reason: 'ok', ip: '127.0.0.1' },
    { account: 'nobody', ok: false, reason: 'unknown-account' },
    { account: 'planner', ok: false, reason: 'wrong-password', userAgent: 'tester' },
  ])
  t.match((await administrator.get('/api/sign-in-log?ok=false&account=plan')).body, { total: 1 })
})

t.test('too many failures lock the account, even against the right password, and time unlocks it', async (t) => {
  const attempt = (password: string) => guest.post('/api/session', { account: 'planner', password })
  await sql`update accounts set failures = 0 where account = 'planner'`
  t.match((await attempt('wrong-1')).body, { refusal: 'wrong-password' })
  t.match((await attempt('wrong-2')).body, { refusal: 'wrong-password' })
  t.match((await attempt('wrong-3')).body, { refusal: 'account-locked' })
  const locked = await attempt(PASSWORD)
  t.equal(locked.status, 423)
  started.clock.now += 61_000
  t.equal((await attempt(PASSWORD)).status, 200)
})

t.test('a session ends by itself', async (t) => {
  const one = await started.signIn('supervisor')
  started.clock.now += 3_600_001
  t.equal((await one.get('/api/session')).status, 401)
})

t.test('a write from a foreign page is refused, from our own page it is not', async (t) => {
  const one = await started.signIn('supervisor')
  const foreign = await one.post('/api/demo', { on: false, callsPerMinute: 6 }, { origin: 'https://evil.example' })
  t.match(foreign, { status: 403, body: { refusal: 'not-allowed' } })
  const own = await one.post('/api/demo', { on: false, callsPerMinute: 6 }, { origin: started.base })
  t.equal(own.status, 200)
})

t.test('changing the password needs the old one and ends the other sessions', async (t) => {
  const here = await started.signIn('agent')
  const there = await started.signIn('agent')
  t.match((await here.post('/api/password', { old: 'wrong-one', next: 'new-password' })).body, {
    refusal: 'wrong-password',
  })
  t.match((await here.post('/api/password', { old: PASSWORD, next: 'short' })).body, { refusal: 'bad-input' })
  t.equal((await here.post('/api/password', { old: PASSWORD, next: 'new-password' })).status, 200)
  t.equal((await there.get('/api/session')).status, 401)
  t.equal((await here.get('/api/session')).status, 200)
  await here.post('/api/password', { old: 'new-password', next: PASSWORD })
})

t.test('an address that tries too often is told to wait', async (t) => {
  const codes = await Promise.all(Array.from({ length: 30 }, () => guest.post('/api/call-us').then((a) => a.status)))
  t.ok(codes.includes(429))
  t.ok(codes.includes(200))
})

t.test('answers carry the security headers', async (t) => {
  const { headers } = await guest.get('/api/about')
  t.match(headers.get('content-security-policy'), /default-src 'self'/)
  t.match(headers.get('content-security-policy'), /ws:\/\/127\.0\.0\.1:5066/)
  t.match(headers.get('permissions-policy'), /microphone=\(self\)/)
  t.equal(headers.get('x-content-type-options'), 'nosniff')
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

t.test('reachable from outside with a published password: whoever signs in is told, until it is changed', async (t) => {
  const one = await started.signIn('administrator')
  t.equal((await one.get('/api/session')).body.exposed, undefined)
  const [sample] = await sampleAccounts()
  const { account, password } = sample!
  const exposed = exposedOf({ reachable: true }, samplePasswords(sql, [sample!]))
  await exposed.look()
  t.equal(exposed.now(), false, 'nobody of that name')
  await sql`insert into accounts (id, account, name, role, lang, password_hash)
    values ('sample-1', ${account}, '示例', 'planner', 'zh', ${await hashPassword(password)})`
  await exposed.look()
  t.equal(exposed.now(), true)
  const hidden = exposedOf({ reachable: false }, samplePasswords(sql, [sample!]))
  await hidden.look()
  t.equal(hidden.now(), false, 'on this machine only')
  await sql`update accounts set password_hash = ${await hashPassword('battery-staple')} where id = 'sample-1'`
  await exposed.look()
  t.equal(exposed.now(), false)
})
