// Addresses of outside pages with what is known of the customer.
import t from 'tap'
import { filledIn, pagesFor, tabOf } from '#web/src/lib/integrations/outside.ts'

t.test('what is known stands in the address, and cannot leave its place', async (t) => {
  const url = 'https://billing.example/q?phone={number}&name={name}&a={agent}'
  t.equal(
    filledIn(url, { number: '13912345678', name: '张&三=?' }),
    'https://billing.example/q?phone=13912345678&name=%E5%BC%A0%26%E4%B8%89%3D%3F&a=',
  )
  t.equal(filledIn('https://x/{secret}', { number: '1' }), 'https://x/', 'nothing else is filled in')
})

t.test('a tab carries the context, but no masked number', async (t) => {
  t.equal(tabOf({ id: 'outside-1' }, { number: '139****5678', customerId: 'c1' }), '/outside/outside-1?customerId=c1')
  t.equal(tabOf({ id: 'outside-1' }, {}), '/outside/outside-1')
})

t.test('a page of a queue is for calls of that queue', async (t) => {
  const page = (id: string, queueIds: string[]) => ({ id, name: id, url: '', queueIds })
  const ids = (queueId?: string) => pagesFor([page('all', []), page('one', ['q1'])], queueId).map(({ id }) => id)
  t.same([ids(), ids('q1'), ids('q2')], [['all'], ['all', 'one'], ['all']])
})
