// One's own account over real HTTP: sessions seen and ended, passwords of before, the second factor; the centre's look.
import { Secret, TOTP } from 'otpauth'
import t from 'tap'
import { PASSWORD, startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, guest, clock } = started
t.teardown(() => started.stop())
const signIn = (account: string, more: object = {}, agent = 'Mozilla/5.0 Firefox/140') =>
  guest.post('/api/session', { account, password: PASSWORD, ...more }, { 'user-agent': agent })

t.test('whoever owns an account sees where it is signed in, and ends what is not theirs', async (t) => {
  const one = await started.signIn('agent')
  const other = await started.signIn('agent')
  const seen = await one.get('/api/own/sessions')
  t.equal(seen.body.length, 2)
  t.strictSame(
    seen.body.map((each: { here: boolean }) => each.here).sort(),
    [false, true],
    'and knows which one is this',
  )
  const stranger = seen.body.find((each: { here: boolean }) => !each.here)
  t.equal((await (await started.signIn('planner')).remove(`/api/own/sessions/${stranger.id}`)).status, 404)
  t.equal((await other.get('/api/session')).status, 200, "nobody else's way ends it")
  t.equal((await one.remove(`/api/own/sessions/${stranger.id}`)).status, 200)
  t.equal((await other.get('/api/session')).status, 401)
  t.equal((await one.get('/api/session')).status, 200)
})

t.test('who looks after accounts sees and ends all sessions; others may not', async (t) => {
  const agent = await started.signIn('agent')
  const administrator = await started.signIn('administrator')
  t.equal((await agent.get('/api/sessions')).status, 403)
  const all = (await administrator.get('/api/sessions')).body
  for (const { id, account } of all) if (account === 'agent') await administrator.remove(`/api/sessions/${id}`)
  t.equal((await agent.get('/api/session')).status, 401)
  t.match((await administrator.get('/api/audit?action=end-session&pageSize=1')).body.rows, [
    { account: 'administrator', title: 'agent' },
  ])
})

t.test('the last five passwords are not taken again, and it is known who chose the present one', async (t) => {
  const one = await started.signIn('planner')
  t.equal((await one.get('/api/session')).body.passwordAdvice, true)
  const change = (old: string, next: string) => one.post('/api/password', { old, next })
  t.equal((await change(PASSWORD, 'vier-farben-1')).status, 200)
  t.equal((await one.get('/api/session')).body.passwordAdvice, undefined)
  t.equal((await change('vier-farben-1', 'vier-farben-2')).status, 200)
  const again = await change('vier-farben-2', 'vier-farben-1')
  t.equal(again.status, 422)
  t.equal(again.body.refusal, 'password-of-before')
})

t.test('with the second factor a password alone opens nothing, and a code opens once', async (t) => {
  const one = await started.signIn('supervisor')
  t.equal((await one.post('/api/own/second-factor/begin', { password: 'wrong' })).status, 401)
  const begun = (await one.post('/api/own/second-factor/begin', { password: PASSWORD })).body
  t.match(begun.qr, /^<svg/)
  const totp = new TOTP({ secret: Secret.fromBase32(begun.secret) })
  const code = () => totp.generate({ timestamp: clock.now })
  t.equal((await signIn('supervisor')).status, 200, 'begun is not on')
  t.equal((await one.post('/api/own/second-factor/confirm', { code: '000000' })).body.refusal, 'wrong-code')
  const paper = (await one.post('/api/own/second-factor/confirm', { code: code() })).body as string[]
  t.equal(paper.length, 10)
  t.match((await signIn('supervisor')).body, { refusal: 'code-needed' })
  t.match(
    (await signIn('supervisor', { code: code() })).body,
    { refusal: 'wrong-code' },
    'the code of the confirmation',
  )
  clock.now += 31_000
  const fresh = code()
  t.equal((await signIn('supervisor', { code: fresh })).status, 200)
  t.match((await signIn('supervisor', { code: fresh })).body, { refusal: 'wrong-code' }, 'once')
  t.equal((await signIn('supervisor', { code: paper[0]?.toUpperCase() })).status, 200)
  t.equal((await signIn('supervisor', { code: paper[0] })).status, 401)
  const log = await sql`select reason from sign_in_log where account = 'supervisor' order by id`
  t.ok(log.some(({ reason }) => reason === 'wrong-code') && log.some(({ reason }) => reason === 'code-asked'))
  const [row] = await sql<{ secret: string; recovery: string[] }[]>`select secret, recovery from second_factors`
  t.equal(row?.recovery.length, 9)
  t.notOk(row?.recovery.includes(paper[1] ?? ''), 'codes on paper are kept as hashes')
  t.equal((await one.get('/api/own/second-factor')).body.codesLeft, 9)
})

t.test('three wrong codes lock the account as three wrong passwords do', async (t) => {
  await sql`update accounts set failures = 0, locked_until = null`
  for (const refusal of ['wrong-code', 'wrong-code', 'account-locked'])
    t.match((await signIn('supervisor', { code: '123123' })).body, { refusal })
  clock.now += 61_000
})

t.test('an administrator helps who lost phone and paper', async (t) => {
  const administrator = await started.signIn('administrator')
  const agent = await started.signIn('agent')
  t.equal((await agent.remove('/api/accounts/account-supervisor/second-factor')).status, 403)
  t.equal((await administrator.remove('/api/accounts/account-supervisor/second-factor')).status, 200)
  t.equal((await signIn('supervisor')).status, 200)
})

t.test('name, colour and logo of the centre are on the sign-in page too', async (t) => {
  const administrator = await started.signIn('administrator')
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  t.equal((await administrator.put('/api/look', { name: '云港客服', colour: 'violet' })).status, 200)
  t.equal((await administrator.put('/api/look/logo', png, { 'content-type': 'image/png' })).status, 200)
  const { body } = await guest.get('/api/about')
  t.match(body, { companyName: '云港客服', colour: 'violet', logo: /^\/api\/logo\?is=/ })
  const logo = await guest.get(body.logo)
  t.equal(logo.headers.get('content-type'), 'image/png')
  t.ok(logo.bytes.equals(png))
  const script = Buffer.from('<svg onload="alert(1)"/>')
  t.equal((await administrator.put('/api/look/logo', script, { 'content-type': 'image/png' })).status, 400)
  t.equal((await (await started.signIn('agent')).put('/api/look', { name: 'x', colour: 'sea' })).status, 403)
  await administrator.remove('/api/look/logo')
  t.equal((await guest.get('/api/about')).body.logo, undefined)
})

t.test('no answer broke its schema', async (t) => t.strictSame(started.wrong, []))
