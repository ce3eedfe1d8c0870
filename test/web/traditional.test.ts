// Traditional Chinese: every word of the pages is converted, what people wrote is not.
import t from 'tap'
import { loadTraditional } from '#web/src/lib/i18n/traditional.ts'
import { zh } from '#web/src/lib/i18n/zh/all.ts'

const { text, words } = await loadTraditional(zh)

t.test('as Taiwan writes and says it', async (t) => {
  t.equal(text('通话记录'), '通話記錄')
  t.equal(text('默认队列的信息'), '預設佇列的資訊')
  t.equal(text('呼叫中心坐席'), '客服中心座席')
  t.equal(words.common.signIn, text(zh.common.signIn))
})

t.test('given names stay as their owners write them, each of several', async (t) => {
  const { loadTraditional: load } = await import('#web/src/lib/i18n/traditional.ts')
  const sentences = {
    one: (name: string) => `${name}已经签入，请联系${name}`,
    both: (a: string, b: { name: string }) => `${a}转给${b.name}的电话`,
  }
  const said = (await load(sentences as never)).words as unknown as typeof sentences
  t.equal(said.one('后发'), '后发已經簽入，請聯絡后发')
  t.equal(said.both('万里', { name: '万里云' }), '万里轉給万里云的電話')
})

t.test('no simplified character is left in any word', async (t) => {
  const leaves = (value: unknown, path = ''): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : typeof value === 'function'
        ? [[path, String((value as (...given: unknown[]) => unknown)('1', '2', '3'))]]
        : Object.entries(value as object).flatMap(([name, one]) => leaves(one, `${path}.${name}`))
  const all = leaves(words)
  t.ok(all.length > 1_000)
  t.same(
    all.filter(([, word]) => /[们这为电话请队认进会时说过对开关无应该与单]/u.test(word)),
    [],
  )
})
