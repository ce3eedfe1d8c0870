// The built pages over real HTTP: caching, compression, the app behind every path, nothing beside the build.
import { createHash } from 'node:crypto'
import t from 'tap'
import { startedGateway } from '../started.ts'

const started = await startedGateway()
const { guest } = started
t.teardown(() => started.stop())

t.test('every path of the app gives the page, always fresh', async (t) => {
  for (const path of ['/', '/desk', '/admin/agents', '/kiosk?token=x']) {
    const answer = await guest.get(path)
    t.equal(answer.status, 200, path)
    t.match(answer.bytes.toString(), /<title>app/)
    t.equal(answer.headers.get('cache-control'), 'no-cache')
  }
})

t.test('a fingerprinted file is kept for ever and comes compressed', async (t) => {
  const plain = await fetch(`${started.base}/_app/immutable/app.a1b2.js`, {
    headers: { 'accept-encoding': 'identity' },
  })
  t.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  t.equal(plain.headers.get('content-type'), 'text/javascript; charset=utf-8')
  const squeezed = await fetch(`${started.base}/_app/immutable/app.a1b2.js`, {
    headers: { 'accept-encoding': 'gzip, br' },
  })
  t.equal(squeezed.headers.get('content-encoding'), 'br')
  t.equal(await squeezed.text(), await plain.text())
})

t.test('a known version is not sent again', async (t) => {
  const first = await guest.get('/favicon.svg')
  const again = await guest.get('/favicon.svg', { 'if-none-match': first.headers.get('etag') ?? '' })
  t.equal(again.status, 304)
})

t.test('what is not in the build is not there, however it is asked for', async (t) => {
  for (const path of [
    '/missing.js',
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/_app/../../package.json',
  ]) {
    const answer = await guest.get(path)
    t.notMatch(answer.bytes.toString(), /"name"/, path)
  }
  t.equal((await guest.get('/missing.js')).status, 404)
  t.match(await guest.get('/api/none'), { status: 404, body: { refusal: 'not-found' } })
})

t.test('only the inline script of the build may run', async (t) => {
  const hash = createHash('sha256').update('start()').digest('base64')
  const policy = (await guest.get('/')).headers.get('content-security-policy') ?? ''
  t.match(policy, `script-src 'self' 'sha256-${hash}';`)
})
