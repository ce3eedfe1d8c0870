// What another page may say to the soft phone in its frame: known acts with sound words, nothing else.
import t from 'tap'
import { askIn } from '#web/src/lib/integrations/embed-words.ts'

const said = (act: unknown, more: object = {}) => askIn({ tinglan: 'do', act, ...more })

t.test('known acts are taken, with what belongs to them', async (t) => {
  t.same(said('answer'), { act: 'answer' })
  t.same(said('dial', { number: '+8613912345678', other: 1 }), { act: 'dial', number: '+8613912345678' })
  t.same(said('break', { reason: 'lunch' }), { act: 'break', reason: 'lunch' })
  t.same(said('digits', { digits: '12#' }), { act: 'digits', digits: '12#' })
})

t.test('everything else is nothing', async (t) => {
  for (const data of [null, 'answer', 1, { act: 'answer' }, { tinglan: 'do' }]) t.equal(askIn(data), undefined)
  t.equal(said('sign-out-everybody'), undefined)
  t.equal(said('dial'), undefined)
  t.equal(said('dial', { number: '139 1234' }), undefined)
  t.equal(said('transfer', { number: { toString: () => '1' } }), undefined)
  t.equal(said('break', { reason: '<b>' }), undefined)
})
