// What every answer carries where the centre is reached by https, and what an answer never tells.
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { PASSWORD, startedGateway } from '../engine/gateway/started.ts'

const started = await startedGateway({ secure: true })
t.teardown(() => started.stop())
const { bus, guest } = started
const signedIn = await guest.post('/api/session', { account: 'supervisor', password: PASSWORD })

t.test('the session is a cookie of this host alone, for https and no script', async (t) => {
  const cookie = signedIn.headers.get('set-cookie') ?? ''
  t.match(cookie, /^__Host-tinglan_session=/)
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) t.ok(cookie.split('; ').includes(part), part)
  t.notMatch(cookie, /domain=/i)
  t.equal((await guest.get('/api/session')).status, 200)
})

for (const path of ['/', '/api/session', '/api/nothing-here', '/favicon.svg'])
  t.test(`${path}: the headers that keep a browser from what it should not do`, async (t) => {
    const { headers } = await guest.get(path, { origin: 'https://evil.example' })
    t.match(headers.get('strict-transport-security'), /max-age=31536000/)
    t.match(headers.get('content-security-policy'), /frame-ancestors 'none'/)
    t.equal(headers.get('x-content-type-options'), 'nosniff')
    t.equal(headers.get('referrer-policy'), 'same-origin')
    t.equal(headers.get('access-control-allow-origin'), null, 'no other origin reads it')
    t.ok(headers.get('content-type'))
    if (path.startsWith('/api')) t.match(headers.get('cache-control'), /no-store/)
  })

t.test('TRACE gives nothing back', async (t) => {
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const asked = request(
      `${started.base}/api/session`,
      { method: 'TRACE', headers: { 'x-echo': 'secret' } },
      (back) => {
        let text = ''
        back.on('data', (piece: Buffer) => {
          text += piece.toString()
        })
        back.on('end', () => resolve({ status: back.statusCode, text }))
      },
    )
    asked.on('error', reject)
    asked.end()
  })
  t.ok(answer.status !== 200, String(answer.status))
  t.notMatch(answer.text, 'secret')
})

t.test('a password is as long as one likes, and at least eight', async (t) => {
  const planner = await started.signIn('planner')
  t.equal((await planner.post('/api/password', { old: PASSWORD, next: 'seven77' })).status, 400)
  const long = `一句很长的话 ${randomBytes(64).toString('base64url')}`
  t.ok(long.length >= 64)
  t.equal((await planner.post('/api/password', { old: PASSWORD, next: long })).status, 200)
  t.equal((await guest.post('/api/session', { account: 'planner', password: long })).status, 200)
})

t.test('a bug inside is told as one, without a word of what it was', async (t) => {
  const broken = await bus.subscribe(subjects.report, (_value, _subject, answer) => answer?.({ ok: true }))
  const supervisor = await started.signIn('supervisor')
  const { status, body, bytes } = await supervisor.get('/api/reports/any')
  await broken.stop()
  t.equal(status, 500)
  t.equal(body.refusal, 'bug')
  t.notMatch(bytes.toString(), /Error|at |\.ts/)
})
