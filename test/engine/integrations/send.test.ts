// Why a message of ours got no answer: told by connections that really fail, in words a page has.
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import t from 'tap'
import { faultOf, postWithin } from '#engine/integrations/send.ts'
import { DELIVERY_FAULTS } from '#engine/protocol/integrations.ts'
import { postThrough } from '#engine/routing/lookups/http.ts'
import { doorsOf } from '#engine/routing/lookups/outside.ts'

const told: string[] = []
const through = (allowed: string) =>
  postWithin(postThrough(doorsOf(allowed)), (error, where) => told.push(`${where}: ${(error as Error).message}`))
const outside = through('127.0.0.1/32')

t.test('what answers, what refuses, what cuts off, what is no name, what lies inside', async (t) => {
  const system = createServer((_, response) => response.writeHead(202).end())
  const cutter = createSocket((socket) => socket.destroy())
  const gone = createServer()
  const ports: number[] = []
  for (const each of [system, cutter, gone]) {
    await new Promise<void>((done) => each.listen(0, '127.0.0.1', done))
    ports.push((each.address() as AddressInfo).port)
  }
  gone.close()
  const [answers, cuts, refuses] = ports
  t.same(await outside(`http://127.0.0.1:${answers}/`, {}, '{}'), { status: 202 })
  t.same(await outside(`http://127.0.0.1:${refuses}/`, {}, '{}'), { fault: 'refused' })
  t.same(await outside(`http://127.0.0.1:${cuts}/`, {}, '{}'), { fault: 'cut-off' })
  t.same(await outside('http://no-such-name.invalid/', {}, '{}'), { fault: 'no-such-name' })
  t.same(await through('')(`http://127.0.0.1:${answers}/`, {}, '{}'), { fault: 'inside' })
  t.same(await through('')(`http://localhost:${answers}/`, {}, '{}'), { fault: 'inside' }, 'by its name too')
  t.same(told, [], 'the log is for what has no word')
  system.close()
  cutter.close()
})

t.test('late, a bad certificate; what nobody foresaw goes to the log whole', async (t) => {
  t.equal(faultOf(new DOMException('aborted', 'TimeoutError')), 'late')
  for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])
    t.equal(faultOf(Object.assign(new Error(code), { code })), 'certificate', code)
  const strange = postWithin(
    () => Promise.reject(new Error('strange')),
    (error, where) => told.push(`${where}: ${(error as Error).message}`),
  )
  t.same(await strange('http://crm.example/hook', {}, '{}'), { fault: 'other' })
  t.same(told, ['a webhook to crm.example: strange'])
  t.ok(Object.values(DELIVERY_FAULTS).every(({ zh }) => /\p{Script=Han}/u.test(zh)))
})
