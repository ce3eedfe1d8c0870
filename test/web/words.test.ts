// Both languages say everything, and neither by accident the other's words.
import t from 'tap'
import { en } from '#web/src/lib/i18n/en/all.ts'
import { zh } from '#web/src/lib/i18n/zh/all.ts'

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String((value as (...given: unknown[]) => unknown)('1', '2', '3'))]]
  return Object.entries(value as object).flatMap(([name, one]) => leaves(one, `${path}.${name}`))
}
/** the same in every language, or a language's own name */
const SAME = /^(VIP|F\d|\/.*|中|EN)$/

t.test('English has no Chinese and Chinese is Chinese', async (t) => {
  const chinese = leaves(zh)
  const english = new Map(leaves(en))
  t.same(
    chinese.map(([path]) => path),
    [...english.keys()],
  )
  t.same(
    [...english].filter(([, text]) => /\p{Script=Han}/u.test(text)),
    [],
  )
  t.same(
    chinese.filter(
      ([, text]) => text.trim() === '' || (!/\p{Script=Han}/u.test(text) && !SAME.test(text) && /[a-z]/i.test(text)),
    ),
    [],
  )
})
