// Who is a VIP by the sources in force: customers, access numbers, another system within its deadline.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { AccessNumber, CallerInfo, Flow } from '#engine/protocol/company.ts'
import type { VipSource } from '#engine/protocol/vip.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { doorsOf } from '#engine/routing/lookups/outside.ts'
import { testCompany } from '../../../kit/engine.ts'

const flow: Flow = { id: 'day', version: 1, name: 'day', lang: 'zh', startNodeId: 'a', nodes: [] }
const number = (id: string, vip: boolean): AccessNumber => ({
  ...{ id, number: id, name: id, lang: 'zh', vip, flowId: 'day', hours: [], enabled: true },
})
const source = (kind: VipSource['source'], more: Partial<VipSource> = {}): VipSource => ({
  ...{ id: kind, source: kind, url: '', deadlineMs: 800, enabled: true, ...more },
})
const gold = '13800000001'
const known = (asked: string): CallerInfo => ({
  ...{ number: asked, name: '', region: '', recent: [] },
  ...{ vip: asked === gold, vipQueueIds: asked === '13800000002' ? ['q1'] : [] },
})

/** Says yes to one number, nothing at all to another. */
async function otherSystem(t: Test): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    const { searchParams } = new URL(url, 'http://x')
    const caller = searchParams.get('caller') ?? ''
    asked.push(`${caller} to ${searchParams.get('called')}`)
    if (caller === 'silent') return
    if (caller === 'broken') response.writeHead(500)
    response.end(JSON.stringify({ vip: caller === '13900000009' || caller === 'broken' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/vip`, asked }
}

function centre(vipSources: VipSource[]) {
  const company = testCompany({ numbers: [number('95000', false), number('95001', true)], flows: [flow], vipSources })
  const lookups = companyLookups({ ...company, caller: async (asked) => known(asked) }, doorsOf('127.0.0.1'))
  return async (from: string, to = '95000') => {
    const answer = await lookups.ask({ type: 'access-number', from, to, at: 0 }, 2_000)
    if (answer.type !== 'access-number' || !answer.found) throw new Error('the number is known')
    return { vip: answer.number.vip || answer.caller.vip, queues: answer.caller.vipQueueIds }
  }
}

t.test('the source in force decides: customers, numbers, or neither', async (t) => {
  const both = centre([source('list'), source('number')])
  t.same(await both(gold), { vip: true, queues: [] })
  t.same(await both('13800000002'), { vip: false, queues: ['q1'] }, 'in chosen queues only')
  t.same(await both('13800000003', '95001'), { vip: true, queues: [] })
  const numbers = centre([source('list', { enabled: false }), source('number')])
  t.same(await numbers(gold), { vip: false, queues: [] }, 'the list counts nowhere')
  t.same(await numbers('13800000002'), { vip: false, queues: [] })
  t.same(await numbers(gold, '95001'), { vip: true, queues: [] })
  t.same(await centre([source('list')])('13800000003', '95001'), { vip: false, queues: [] })
})

t.test('another system says who is a VIP; late, wrong or away it makes an ordinary caller', async (t) => {
  const { url, asked } = await otherSystem(t)
  const ask = centre([source('http', { url, deadlineMs: 300 })])
  t.same(await ask('13900000009'), { vip: true, queues: [] })
  t.same(await ask('13900000008'), { vip: false, queues: [] })
  t.same(await ask('silent'), { vip: false, queues: [] }, 'past its deadline')
  t.same(await ask('broken'), { vip: false, queues: [] }, 'a yes with an error is none')
  t.equal(asked[0], '13900000009 to 95000')
  const away = centre([source('http', { url: 'http://127.0.0.1:1/vip' }), source('list')])
  t.same(await away(gold), { vip: true, queues: [] }, 'the other sources hold')
  await centre([source('http', { url, enabled: false })])('13900000009')
  t.equal(asked.length, 4, 'what is switched off is not asked')
})
