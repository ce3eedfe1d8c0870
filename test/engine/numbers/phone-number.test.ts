// A number as carriers, people and files write it.
import t from 'tap'
import { canonical, isAnonymous, spellings } from '#engine/numbers/phone-number.ts'

const home = { country: 'CN', areaCode: '10' }
const nowhere = { country: 'CN', areaCode: '' }

const FORMS: [what: string, forms: string[], number: string][] = [
  [
    'a mobile',
    [
      ...['13800001111', '+8613800001111', '008613800001111', '8613800001111', '013800001111', '138-0000 1111'],
      ...[
        '１３８００００１１１１',
        'tel:+86-138-0000-1111',
        '13800001111;ext=12',
        'sip:+8613800001111@carrier.cn;user=phone',
      ],
      ...['tel:13800001111;phone-context=+86', '+8613800001111;npdi;rn=+861390000', '(138) 0000.1111'],
    ],
    '8613800001111',
  ],
  [
    'a landline',
    ['01062345678', '+861062345678', '861062345678', '00861062345678', '1062345678', '010-62345678', '62345678'],
    '861062345678',
  ],
  ['a service number', ['95588', '+8695588', '8695588', '008695588', '01095588', '+861095588'], '95588'],
  ['a 400 number', ['4008001234', '400-800-1234', '+864008001234', '04008001234'], '864008001234'],
  ['a number abroad', ['+442079460958', '00442079460958', '+44 20 7946 0958'], '442079460958'],
  ['an extension', ['1001'], '1001'],
  ['a feature code', ['*83'], '*83'],
  ['a name', ['guest.4f'], 'guest.4f'],
]
for (const [what, forms, number] of FORMS)
  t.test(`${what} has one canonical form`, async (t) => {
    for (const form of forms) t.equal(canonical(form, home), number, form)
  })

t.test('without an area code a local number stays what it is', async (t) => {
  t.equal(canonical('62345678', nowhere), '62345678')
  t.equal(canonical('010-62345678', nowhere), '861062345678')
})

t.test('a country nobody knows: digits are compared as they are', async (t) => {
  const away = { country: 'ZZ', areaCode: '' }
  t.equal(canonical('+999 123', away), '999123')
  t.strictSame(spellings('+999123', away), ['999123', '+999123'])
})

t.test('a number kept back is nobody’s', async (t) => {
  for (const none of ['', 'anonymous', 'Anonymous', 'restricted', 'unavailable', '+', '0', ' ']) {
    t.equal(canonical(none, home), '', none)
    t.ok(isAnonymous(none), none)
    t.strictSame(spellings(none, home), [], none)
  }
})

t.test('a number is looked for in every way it is commonly written', async (t) => {
  t.strictSame(spellings('138-0000 1111', home), [
    ...['8613800001111', '13800001111', '+8613800001111', '008613800001111', '013800001111'],
  ])
  t.strictSame(spellings('62345678', home), [
    ...['861062345678', '1062345678', '+861062345678', '00861062345678', '01062345678', '62345678'],
  ])
  t.strictSame(spellings('+8695588', home), [
    ...['95588', '8695588', '+8695588', '008695588', '01095588', '861095588', '+861095588'],
  ])
  t.strictSame(spellings('1001', home), ['1001', '+861001', '00861001', '0101001'])
  t.strictSame(spellings('00442079460958', home), ['442079460958', '+442079460958', '00442079460958'])
})
