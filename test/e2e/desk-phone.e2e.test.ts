// A desk phone fetches its file and registers with what stands in it, at a real Kamailio; nobody else gets the file.
import t from 'tap'
import { startCentre } from '../kit/centre.ts'
import { Phones } from '../kit/phones.ts'
import { waitFor } from '../kit/wait.ts'

t.test('a desk phone that fetches its file', { timeout: 300_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const admin = await centre.api('admin', 'tinglan-admin')
  const extensionId = (
    await admin.call<{ id: string }>('POST', '/config/extensions', {
      number: '8801',
      name: '前台',
      password: 'by-hand-1',
    })
  ).id
  const phone = { name: '前台话机', model: 'yealink', mac: '001565aabbcc', extensionId }
  const { id, version } = await admin.call<{ id: string; version: number }>('POST', '/config/desk-phones', phone)
  const { path = '' } = await admin.call<{ path?: string }>('GET', `/config/desk-phones/${id}`)
  const fetched = (address: string) => fetch(new URL(address, centre.url))

  const file = await fetched(path)
  t.equal(file.status, 200)
  const text = await file.text()
  const settingOf = (name: string) =>
    new RegExp(`^account\\.1\\.${name.replaceAll('.', '\\.')} = (.*)$`, 'm').exec(text)?.[1]
  t.equal(settingOf('user_name'), '8801')
  t.equal(`${settingOf('sip_server.1.address')}:${settingOf('sip_server.1.port')}`, centre.edge)

  const account = { user: '8801', password: settingOf('password') ?? '' }
  const opened = await waitFor(
    () =>
      Phones.open({ edge: centre.edge, host: '127.0.0.97', accounts: [account], hz: 700, ringMs: 200 }).catch(
        () => undefined,
      ),
    { what: 'it registers with the password of its file', timeoutMs: 60_000 },
  )
  await opened?.stop()
  await t.rejects(
    Phones.open({
      edge: centre.edge,
      host: '127.0.0.98',
      accounts: [{ ...account, password: 'by-hand-1' }],
      hz: 700,
      ringMs: 200,
    }),
    'the password it had before is no longer valid',
  )

  const [, token = ''] = /phone-files\/([^/]+)\//.exec(path) ?? []
  for (const wrong of [
    path.replace('001565aabbcc', '001565aabbcd'),
    path.replace(token, `${id}.${'A'.repeat(32)}`),
    path.replace(token, `phone-nobody.${token.split('.')[1]}`),
  ])
    t.equal((await fetched(wrong)).status, 404, 'a wrong address is nobody’s')
  const other = await admin.request('PUT', `/config/extensions/${extensionId}`, {
    ...(await admin.call<object>('GET', `/config/extensions/${extensionId}`)),
    password: 'another-1',
  })
  t.equal(other.status, 400, 'its password is not changed beside the file')
  await admin.call('PUT', `/config/desk-phones/${id}`, { ...phone, version, enabled: false })
  t.equal((await fetched(path)).status, 404, 'turned off: the file is gone')
  const tries = await Promise.all(Array.from({ length: 70 }, () => fetched(path)))
  t.ok(
    tries.some(({ status }) => status === 429),
    'nobody guesses for long',
  )
})
