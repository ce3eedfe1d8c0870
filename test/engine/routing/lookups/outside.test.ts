// Whoever may write a flow must not reach the inside through its HTTP question.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import t from 'tap'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { doorsOf, lookupThrough } from '#engine/routing/lookups/outside.ts'
import { testCompany } from '#test/kit/engine.ts'

const INSIDE = [
  ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.20.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ...['224.0.0.1', '255.255.255.255', '::1', '::', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', 'fe80::1', 'fd00::1'],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', '::127.0.0.1', 'ff02::1'],
]
const OUTSIDE = ['1.1.1.1', '114.114.114.114', '223.5.5.5', '2400:3200::1', '2606:4700::1111']

t.test('addresses of the inside are closed, others open', async (t) => {
  const doors = doorsOf('')
  for (const address of INSIDE) t.match(doors.refusal('a.example', 80, address), /inside/, address)
  for (const address of OUTSIDE) t.equal(doors.refusal('a.example', 80, address), undefined, address)
  const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? [])
  for (const address of own) t.match(doors.refusal('a.example', 80, address), /inside/, `our own ${address}`)
})

t.test('what the settings name is open: a host, a host with its port, a network', async (t) => {
  const doors = doorsOf('crm.example, erp.example:8080, 10.1.0.0/16, fd12::/16')
  t.equal(doors.refusal('crm.example', 1, '127.0.0.1'), undefined)
  t.equal(doors.refusal('erp.example', 8080, '10.9.9.9'), undefined)
  t.match(doors.refusal('erp.example', 22, '10.9.9.9'), /inside/)
  t.equal(doors.refusal('any.example', 80, '10.1.9.9'), undefined)
  t.equal(doors.refusal('any.example', 80, 'fd12::9'), undefined)
  t.match(doors.refusal('any.example', 80, '10.2.9.9'), /inside/)
})

t.test('a name is judged by what it resolves to, and that is what is connected to', async (t) => {
  const asked = (allowed: string, all: boolean) =>
    new Promise<{ error: Error | null; found: unknown }>((resolve) =>
      lookupThrough(doorsOf(allowed), 80)('localhost', { all, family: 4 }, (error, found) => resolve({ error, found })),
    )
  t.match((await asked('', true)).error, /inside/)
  t.match((await asked('', false)).error, /inside/)
  t.match(await asked('localhost', true), { error: null, found: [{ address: '127.0.0.1', family: 4 }] })
  t.match(await asked('localhost', false), { error: null, found: '127.0.0.1' })
})

t.test('no spelling of a flow’s URL reaches a port of this machine, by either method', async (t) => {
  let reached = 0
  const server = createServer((_, response) => {
    reached++
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end('secret')
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  t.teardown(() => void server.close())
  const { port } = server.address() as AddressInfo
  const spelt = [
    ...['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '0', '[::ffff:127.0.0.1]'],
    ...['[::ffff:7f00:1]', 'user:word@127.0.0.1', '127.0.0.1.', 'LOCALHOST', '①②⑦.0.0.1'],
  ]
  const closed = companyLookups(testCompany({}))
  for (const host of spelt)
    for (const method of ['GET', 'POST'] as const) {
      const answer = await closed.ask({ type: 'http', method, url: `http://${host}:${port}/`, values: {} }, 10_000)
      t.match(answer, { type: 'fault' }, `${method} ${host}`)
    }
  t.equal(reached, 0, 'nobody came')
  const open = companyLookups(testCompany({}), doorsOf(`127.0.0.1:${port}`))
  const answer = await open.ask({ type: 'http', method: 'GET', url: `http://127.0.0.1:${port}/`, values: {} }, 10_000)
  t.match(
    answer,
    { type: 'http', status: 302, text: 'secret' },
    'what is allowed answers, its redirect is not followed',
  )
  t.equal(reached, 1)
})
