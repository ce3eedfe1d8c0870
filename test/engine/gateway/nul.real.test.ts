// No address and no body with a NUL reaches a store: generated over every route, with the rights that open it.
import t from 'tap'
import { startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { routes } = started.gateway
const admin = await started.signIn('administrator')
const agent = await started.signIn('agent')

async function refusal(method: string, path: string, body?: unknown): Promise<string> {
  const response = await fetch(started.base + path, {
    method,
    headers: { cookie: (path.startsWith('/api/desk') ? agent : admin).cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const value = (await response.json()) as { refusal?: string }
  return `${response.status} ${value.refusal}`
}
const plain = (path: string) => path.replace(/:[a-zA-Z]+/g, 'nothing-here')

t.test('%00 in the query of any route is a 400', async (t) => {
  t.ok(routes.length > 60)
  for (const { method, path } of routes)
    for (const query of ['search=%00', 'x=a%00b', '%00=1'])
      t.equal(await refusal(method, `${plain(path)}?${query}`), '400 bad-input', `${method} ${path}?${query}`)
})

t.test('%00 in the path of any route is a 400', async (t) => {
  for (const { method, path } of routes) {
    const names = [...path.matchAll(/:[a-zA-Z]+/g)]
    for (const [name] of names)
      t.equal(await refusal(method, plain(path.replace(name, 'a%00b'))), '400 bad-input', `${method} ${path}`)
    if (names.length === 0) t.equal(await refusal(method, `${path}%00`), '400 bad-input', `${method} ${path}%00`)
  }
  for (const path of ['/%00', '/desk%00', '/_app/x%00.js', '/desk?a=%00'])
    t.equal(await refusal('GET', path), '400 bad-input', path)
})

t.test('NUL or half a character anywhere in a body is a 400, however deep it lies', async (t) => {
  let deep: unknown = '\0'
  for (let n = 0; n < 3_000; n++) deep = [deep]
  for (const { method, path } of routes.filter((route) => route.body))
    for (const bad of [{ x: 'a\0b' }, { x: ['\ud800'] }, { 'k\0': 1 }, { deep }])
      t.equal(await refusal(method, plain(path), bad), '400 bad-input', `${method} ${path}`)
})

t.test('a name that holds what cannot be seen is refused at its field, in words that name the character', async (t) => {
  const group = (name: string) => admin.post('/api/config/groups', { name })
  t.match(await group('一组\u202etxt.exe'), {
    status: 400,
    body: { fields: [{ path: 'name', message: 'a character that cannot be seen does not belong here: U+202E' }] },
  })
  t.match(await group('一\n组'), {
    status: 400,
    body: { fields: [{ path: 'name', message: 'a line break does not belong here' }] },
  })
  t.match(await group('一\0组'), {
    status: 400,
    body: { fields: [{ path: 'name', message: 'a character that cannot be seen does not belong here: U+0000' }] },
  })
  t.equal((await group('客服 A 组')).status, 200)
  const prompt = await admin.post(`/api/prompts?name=${encodeURIComponent('欢\u202e迎')}&lang=zh`, Buffer.from('RIFF'))
  t.match(prompt, { status: 400 })
})

t.test('nothing failed inside', async (t) => t.same(started.wrong, []))
