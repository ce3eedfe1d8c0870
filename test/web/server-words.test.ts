// Whatever the server says of a field is told in the page's language: zod's messages and those of the records' checks.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { flowNodesSchema } from '#engine/records/record/flow-shape.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { recordSchema } from '#engine/records/record/schema.ts'
import { serverWords } from '#web/src/lib/forms/server-words.ts'
import { en } from '#web/src/lib/i18n/en/all.ts'
import { zh } from '#web/src/lib/i18n/zh/all.ts'

const RECORDS = new URL('../../engine/records/', import.meta.url)
/** words that Chinese people write in Latin letters, ids and names of fields apart */
const LATIN = /\b(?!(?:IP|WAV|MP3|MB|x|strange)\b)[A-Za-z]{2,}/

const BAD = [
  undefined, null, '', 'x'.repeat(3_000), '\u0000', 'strange', 1.5, -1e12, 1e12, Number.NaN, true, {}, [], ['strange', 'strange'],
  Array.from({ length: 30_000 }, () => 'x'), [{}], [{ strange: 1 }], { type: 'strange' }, { type: 'queue' }, { type: 'file' }, [{ type: 'strange' }],
  [{ type: 'text', text: '' }], { type: 'outside', number: 'strange' },
] // biome-ignore format: one value after the other

async function zodMessages(): Promise<Set<string>> {
  const said = new Set<string>()
  const hear = (result: { success: boolean; error?: { issues: { message: string }[] } }) => {
    for (const issue of result.error?.issues ?? []) said.add(issue.message)
  }
  for (const kind of (await loadKinds()).values()) {
    const schema = recordSchema(kind.fields)
    hear(schema.safeParse({ strange: 1 }))
    hear(schema.safeParse({ strange: 1, stranger: 2 }))
    for (const field of kind.fields) for (const bad of BAD) hear(schema.safeParse({ [field.name]: bad }))
    for (const field of kind.fields)
      if (field.type === 'choices') {
        const first = field.options[0]?.value
        hear(schema.safeParse({ [field.name]: [first, first] }))
      }
  }
  for (const bad of BAD) hear(flowNodesSchema.safeParse(bad))
  hear(
    flowNodesSchema.safeParse([{ id: '?', settings: { x: undefined }, next: { x: 1 }, at: 1, name: 'x'.repeat(99) }]),
  )
  return said
}

/** literal messages in the sources of the records */
function writtenMessages(): string[] {
  const files = readdirSync(RECORDS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return files.flatMap((name) => {
    const text = readFileSync(new URL(name, RECORDS), 'utf8')
    return [...text.matchAll(/message: (['`])(.*?)\1/g)].map((found) => {
      const message = found[2] ?? ''
      return (
        message
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the source's own placeholders
          .replace('${owner}', 'agents')
          .replace(/<=\$\{.*?\}/g, '<=9')
          .replace(/\$\{.*?\}/g, 'x')
      )
    })
  })
}

t.test('every message about a field is told in Chinese and in plain English', async (t) => {
  const said = [...(await zodMessages()), ...writtenMessages()]
  t.ok(said.length > 30, `${said.length} messages`)
  t.same(
    said
      .map((message) => [message.slice(0, 120), serverWords(message, zh.admin)])
      .filter(([, words = '']) => !/\p{Script=Han}/u.test(words) || LATIN.test(words.replace(/：.*/, ''))),
    [],
  )
  t.same(
    said
      .map((message) => serverWords(message, en.admin))
      .filter((words) => /received|expected|pattern|Invalid/.test(words)),
    [],
  )
})

t.test('the words fit what was wrong', async (t) => {
  const told = (message: string) => serverWords(message, zh.admin)
  t.equal(told('Invalid input: expected string, received undefined'), '此项必填')
  t.equal(told('Too small: expected string to have >=8 characters'), '至少 8 位')
  t.equal(told('Too big: expected number to be <=9'), '不能大于 9')
  t.equal(told('1001 is already used in extensions'), '1001 已被使用（分机）')
  t.equal(told('something new'), 'something new', 'unknown words are better than none')
})
