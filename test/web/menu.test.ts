// The menu by role: few groups, nothing that leads to a closed door, and the place of an address in it.
import t from 'tap'
import type { Right } from '#engine/protocol/api.ts'
import { may, rightsOf, rightsOverAll, type Who } from '#engine/rights/may.ts'
import { isInMenu, menuFor, partsOf, placeOf } from '#web/src/lib/frame/menu.ts'
import { numberOffers, pageOffers, peopleOffers } from '#web/src/lib/frame/palette.ts'
import { firstLang } from '#web/src/lib/i18n/first-lang.ts'
import { byPinyin, initialsOf } from '#web/src/lib/i18n/pinyin.ts'
import { zh } from '#web/src/lib/i18n/zh/all.ts'

const KINDS = ['agents', 'queues', 'shifts', 'work-rules', 'flows', 'prompts'].map((kind) => ({
  kind,
  label: `K ${kind}`,
}))
const BUSINESS = ['customers', 'tickets', 'anything-else'].map((kind) => ({ kind, label: `B ${kind}` }))
const menuOf = (who: Who) => {
  const rights = new Set<Right>(rightsOf(who))
  const agent = who.agentId === undefined ? {} : { agentId: who.agentId }
  const kinds = KINDS.filter(({ kind }) => may(who, ['shifts', 'work-rules'].includes(kind) ? 'plan' : 'configure'))
  const business = BUSINESS.filter(() => may(who, 'customers'))
  return menuFor(zh, (right) => rights.has(right), kinds, { overAll: rightsOverAll(who), ...agent }, business)
}
const names = (who: Who): string[] => menuOf(who).map(({ name }) => name)

t.test('each role has at most seven groups, and none is empty', async (t) => {
  t.same(names({ role: 'agent', agentId: 'a' }), ['home', 'incoming', 'service', 'plan'])
  t.same(names({ role: 'planner' }), ['home', 'monitor', 'reports', 'plan'])
  t.same(names({ role: 'supervisor' }), ['home', 'incoming', 'service', 'monitor', 'reports', 'plan'])
  const admin = menuOf({ role: 'administrator', agentId: 'a' })
  t.same(
    admin.map(({ name }) => name),
    ['home', 'incoming', 'service', 'monitor', 'reports', 'plan', 'system'],
  )
  t.ok(admin.every(({ items }) => items.length > 0))
  const all = admin.flatMap(({ items }) => items.map(({ href }) => href))
  t.equal(new Set(all).size, all.length, 'no page twice')
})

t.test(
  'the settings stand in the order of the work, whatever order the kinds came in; a new kind comes after them',
  async (t) => {
    const kinds = ['anything-new', 'kiosks', 'agents', 'accounts', 'queues'].map((kind) => ({ kind, label: kind }))
    const menu = menuFor(zh, () => true, kinds, { overAll: [] })
    const items = menu.find(({ name }) => name === 'system')?.items.map(({ href }) => href.replace('/admin/', '')) ?? []
    const kindsOnly = items.filter((href) => kinds.some(({ kind }) => kind === href))
    t.same(kindsOnly, ['accounts', 'agents', 'queues', 'kiosks', 'anything-new'])
    const parts = partsOf(menu.find(({ name }) => name === 'system')?.items ?? [])
    t.same(
      parts.map(({ name, href }) => `${name} ${href}`),
      ['people /admin/accounts', 'calls /admin/queues', 'lines /admin/kiosks', 'centre /admin/anything-new'],
      'each part leads to its first page',
    )
    t.equal(parts.flatMap((part) => part.items).length, items.length, 'none is left out')
    t.same(partsOf([{ href: '/plan', label: 'Plan' }]), [], 'few pages are one row')
  },
)

t.test('the place of an address is the longest entry it begins with', async (t) => {
  const menu = menuOf({ role: 'administrator', agentId: 'a' })
  t.equal(placeOf(menu, '/calls/mine').href, '/calls/mine')
  t.equal(placeOf(menu, '/admin/flows/flow-main').group?.name, 'system')
  t.equal(placeOf(menu, '/plan/rosters/x').group?.name, 'plan')
  t.equal(placeOf(menu, '/').group?.name, 'home')
  t.equal(placeOf(menu, '/nowhere').group, undefined)
  t.notOk(isInMenu(menuOf({ role: 'agent', agentId: 'a' }), '/monitor'))
})

t.test('pages are found by word and by the first letters of their pinyin', async (t) => {
  const menu = menuOf({ role: 'administrator', agentId: 'a' })
  const found = (typed: string): string[] => pageOffers(menu, typed).map(({ href }) => href)
  t.same(found('话务'), ['/plan/forecast'])
  t.same(found('hwyc'), ['/plan/forecast'])
  t.ok(found('zxgzt').includes('/desk'))
  t.equal(initialsOf('坐席监控 A1'), 'zxjk a1')
  t.same(['赵磊', '王晓燕', '李明', '陈静'].sort(byPinyin), ['陈静', '李明', '王晓燕', '赵磊'])
})

t.test('a number leads to its calls and, for whoever can, to a call; people to where they may be seen', async (t) => {
  const able = { agents: true, customers: false, calls: 'own', dial: true } as const
  t.same(
    numberOffers('138 0013', able).map(({ kind, href }) => [kind, href]),
    [
      ['calls', '/calls/mine?number=1380013'],
      ['dial', ''],
    ],
  )
  t.same(numberOffers('王', able), [])
  const one = { id: 'x', number: '1001', name: '王晓燕' }
  t.same(
    peopleOffers({ agents: [one], customers: [one] }, able).map(({ href }) => href),
    ['/monitor/agents?search=1001'],
  )
})

t.test('a first visit speaks the language of the browser, a later one the language chosen', async (t) => {
  t.equal(firstLang(null, ['en-GB', 'zh-CN']), 'en')
  t.equal(firstLang(null, ['fr', 'zh-TW']), 'zh-TW')
  t.equal(firstLang(null, ['zh-HK', 'en']), 'zh-TW')
  t.equal(firstLang(null, ['zh-CN', 'zh-TW']), 'zh')
  t.equal(firstLang('zh-TW', ['en']), 'zh-TW')
  t.equal(firstLang(null, ['fr']), 'en')
  t.equal(firstLang(null, []), 'zh')
  t.equal(firstLang('zh', ['en']), 'zh')
})
