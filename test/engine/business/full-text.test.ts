// Long texts as they are found, steps of scripts out of files, and where answers lead.
import t from 'tap'
import { stepsOf } from '#engine/business/files/script-file.ts'
import { piecesAskedFor, piecesOf } from '#engine/business/record/full-text.ts'
import { documentSheets } from '#engine/planning/files/document.ts'
import { type ScriptStep, stepAfter } from '#engine/protocol/scripts.ts'

t.test('a text is found by any two characters that stand together, and by words', async (t) => {
  t.same(piecesOf('退货流程，7 天内 VIP'), ['退货', '货流', '流程', '程', '7', '天内', '内', 'vip'])
  t.equal(piecesAskedFor('货流程'), "('货流' & '流程')")
  t.equal(piecesAskedFor('七天退货'), "('七天' & '退货')", 'two words without a space')
  t.equal(piecesAskedFor("退 o'k"), "('退':* & 'o':* & 'k':*)")
  t.equal(piecesAskedFor('！？'), '')
})

t.test('steps come from a table with heads, or a paragraph each', async (t) => {
  t.match(stepsOf(['标题', '话术', '回答'], [['问候', '您好', '愿意；不愿意']]), [
    { key: 's1', title: '问候', text: '您好', answers: [{ label: '愿意', to: '' }, { label: '不愿意' }] },
  ])
  t.match(stepsOf(['您好，这里是听澜'], [['请问您方便吗？']]), [
    { key: 's1', title: '您好', text: '您好，这里是听澜', answers: [] },
    { key: 's2', title: '请问您方便吗' },
  ])
})

t.test('a Word file is its tables, or its paragraphs', async (t) => {
  const sheet = (xml: string) =>
    documentSheets(new Map([['word/document.xml', Buffer.from(xml)]]))?.[0]?.rows.map(({ cells }) => cells)
  t.same(sheet('<w:p><w:r><w:t>您好</w:t></w:r><w:r><w:t xml:space="preserve"> A&amp;B</w:t></w:r></w:p><w:p/>'), [
    ['您好 A&B'],
  ])
  const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
  t.same(
    sheet(
      `<w:tbl><w:tr><w:trPr/>${cell('标题')}${cell('话术')}</w:tr><w:tr>${cell('问候')}${cell('您好')}</w:tr></w:tbl>`,
    ),
    [
      ['标题', '话术'],
      ['问候', '您好'],
    ],
  )
  t.equal(documentSheets(new Map()), undefined, 'an Excel file is none')
})

t.test('an answer leads to its step, to the next one, or to the end', async (t) => {
  const step = (key: string, answers: ScriptStep['answers']): ScriptStep => {
    return { key, title: key, text: '', answers, noted: false }
  }
  const answers = [
    { label: 'far', to: 'c' },
    { label: 'on', to: '' },
    { label: 'over', to: 'end' },
    { label: 'gone', to: 'x' },
  ]
  const steps = [step('a', answers), step('b', []), step('c', [])]
  t.same(
    ['far', 'on', 'over', 'gone'].map((answer) => stepAfter(steps, 'a', answer)),
    ['c', 'b', undefined, 'b'],
    'a step that is no more is passed over',
  )
  t.equal(stepAfter(steps, 'c', ''), undefined)
})
