// Numbers read aloud: a table of quantities in both languages, digits, and what is refused.
import t from 'tap'
import { readDigits, readQuantity } from '#engine/routing/core/speech/numbers.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'

const TABLE: [value: string, zh: string, en: string][] = [
  ['0', '零', 'zero'],
  ['1', '一', 'one'],
  ['2', '二', 'two'],
  ['7', '七', 'seven'],
  ['10', '十', 'ten'],
  ['11', '十一', 'eleven'],
  ['12', '十二', 'twelve'],
  ['13', '十三', 'thirteen'],
  ['19', '十九', 'nineteen'],
  ['20', '二十', 'twenty'],
  ['21', '二十一', 'twenty-one'],
  ['22', '二十二', 'twenty-two'],
  ['30', '三十', 'thirty'],
  ['99', '九十九', 'ninety-nine'],
  ['100', '一百', 'one hundred'],
  ['101', '一百零一', 'one hundred and one'],
  ['110', '一百一十', 'one hundred and ten'],
  ['112', '一百一十二', 'one hundred and twelve'],
  ['200', '二百', 'two hundred'],
  ['222', '二百二十二', 'two hundred and twenty-two'],
  ['999', '九百九十九', 'nine hundred and ninety-nine'],
  ['1000', '一千', 'one thousand'],
  ['1003', '一千零三', 'one thousand and three'],
  ['1010', '一千零一十', 'one thousand and ten'],
  ['1100', '一千一百', 'one thousand one hundred'],
  ['1234', '一千二百三十四', 'one thousand two hundred and thirty-four'],
  ['2000', '两千', 'two thousand'],
  ['2002', '两千零二', 'two thousand and two'],
  ['2020', '两千零二十', 'two thousand and twenty'],
  ['2222', '两千二百二十二', 'two thousand two hundred and twenty-two'],
  ['4096', '四千零九十六', 'four thousand and ninety-six'],
  ['10000', '一万', 'ten thousand'],
  ['10001', '一万零一', 'ten thousand and one'],
  ['10010', '一万零一十', 'ten thousand and ten'],
  ['12345', '一万两千三百四十五', 'twelve thousand three hundred and forty-five'],
  ['20000', '两万', 'twenty thousand'],
  ['20002', '两万零二', 'twenty thousand and two'],
  ['22000', '两万两千', 'twenty-two thousand'],
  ['100000', '十万', 'one hundred thousand'],
  ['100010', '十万零一十', 'one hundred thousand and ten'],
  ['110000', '十一万', 'one hundred and ten thousand'],
  ['1000000', '一百万', 'one million'],
  ['10010000', '一千零一万', 'ten million ten thousand'],
  ['20000000', '两千万', 'twenty million'],
  ['100000000', '一亿', 'one hundred million'],
  ['100000001', '一亿零一', 'one hundred million and one'],
  ['200000000', '两亿', 'two hundred million'],
  ['1000000000000', '一万亿', 'one trillion'],
  ['1000100000000', '一万零一亿', 'one trillion one hundred million'],
  [
    '9007199254740991',
    '九千零七万一千九百九十二亿五千四百七十四万零九百九十一',
    'nine quadrillion seven trillion one hundred and ninety-nine billion two hundred and fifty-four million seven hundred and forty thousand nine hundred and ninety-one',
  ],
  ['-5', '负五', 'minus five'],
  ['-0', '零', 'zero'],
  ['0.2', '零点二', 'zero point two'],
  ['3.05', '三点零五', 'three point zero five'],
  ['-3.14', '负三点一四', 'minus three point one four'],
  ['12.50', '十二点五零', 'twelve point five zero'],
  ['1,234.5', '一千二百三十四点五', 'one thousand two hundred and thirty-four point five'],
  ['007', '七', 'seven'],
  ['１００３', '一千零三', 'one thousand and three'],
]

for (const lang of ['zh', 'en'] as const) {
  t.test(`${TABLE.length} quantities read in ${lang}`, async (t) => {
    for (const [value, zh, en] of TABLE)
      t.same(readQuantity(value, lang), { ok: true, words: lang === 'zh' ? zh : en }, value)
  })
}

t.test('what is no number, or beyond exact whole numbers, is refused with a reason', async (t) => {
  for (const value of ['', 'x', '1e3', '1.', '.5', '1,23', '--1', 'NaN', '1 2', Number.NaN, Infinity]) {
    t.same(readQuantity(value, 'zh'), { ok: false, why: 'not-a-number' }, String(value))
  }
  for (const value of ['9007199254740992', '99999999999999999999', '0.1234567890123456']) {
    t.same(readQuantity(value, 'en'), { ok: false, why: 'too-large' }, value)
  }
})

t.test('digits one at a time, over the telephone with 幺', async (t) => {
  t.equal(readDigits('0123456789', 'zh'), '零一二三四五六七八九')
  t.equal(readDigits('0123456789', 'en'), 'zero one two three four five six seven eight nine')
  t.equal(readDigits('1003', 'zh'), '一零零三')
  t.equal(readDigits('1003', 'en'), 'one zero zero three')
  t.equal(readDigits('110', 'zh', 'phone'), '幺幺零')
  t.equal(readDigits('010-8123 45', 'zh'), '零一零八一二三四五')
  t.equal(readDigits('A1*#', 'en'), 'A one star hash')
  t.equal(readDigits('', 'zh'), '')
})

t.test('the sentences of the queue', async (t) => {
  t.equal(SENTENCES.zh.position(1), '您是下一位，请稍候。')
  t.equal(SENTENCES.zh.position(3), '您前面还有两位，您是第三位。')
  t.equal(SENTENCES.zh.position(13), '您前面还有十二位，您是第十三位。')
  t.equal(SENTENCES.en.position(2), 'There is one caller ahead of you.')
  t.equal(SENTENCES.en.position(4), 'There are three callers ahead of you.')
  t.equal(SENTENCES.zh.agentNumber('1001'), '工号幺零零幺。')
  t.equal(SENTENCES.en.agentNumber('1001'), 'Agent one zero zero one.')
})
