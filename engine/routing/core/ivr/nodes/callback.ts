// The caller is called back in turn instead of waiting: the number is read to him, confirmed or keyed anew.
import { defineNode, type Step, type Visit } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'
import { SENTENCES, say } from '#engine/routing/core/speech/sentences.ts'

const NUMBER = /^\+?\d{3,20}$/
const VARIABLE = 'callback_number'
/** a visit's tries tell what was asked: the number, or whether it is right */
const CONFIRM = 0
const KEY = 1

function confirm({ lang }: Visit, number: string): Step {
  const collect = {
    maxDigits: 1,
    terminators: '',
    firstDigitMs: 6_000,
    interDigitMs: 1_000,
    bargeIn: true,
    secret: false,
  }
  const sounds = [say(lang, SENTENCES[lang].callbackAt(number))]
  return { do: 'collect', sounds, collect, tries: CONFIRM, set: { values: { [VARIABLE]: number } } }
}

function askNumber({ lang }: Visit): Step {
  const collect = {
    maxDigits: 20,
    terminators: '#',
    firstDigitMs: 10_000,
    interDigitMs: 4_000,
    bargeIn: true,
    secret: false,
  }
  return { do: 'collect', sounds: [say(lang, SENTENCES[lang].keyNumber())], collect, tries: KEY }
}

export default defineNode({
  type: 'callback',
  label: { zh: '预约回呼', en: 'Callback' },
  help: {
    zh: '念出主叫号码请来电者确认（按 1）或更换（按 2），随后挂机排队，轮到时由坐席回呼',
    en: 'Reads the number back: 1 = right, 2 = another; then the caller hangs up, stands in line and is called in turn',
  },
  fields: [{ name: 'queueId', label: { zh: '队列', en: 'Queue' }, type: 'reference', to: 'queues', required: true }],
  outlets: [{ name: 'declined', label: { zh: '未确认', en: 'Not confirmed' }, required: true }],
  sets: () => [VARIABLE],
  enter(visit) {
    const { caller = '' } = visit.values
    return NUMBER.test(caller) ? confirm(visit, caller) : askNumber(visit)
  },
  hear(visit, heard) {
    const digits = heard.type === 'digits' ? heard.digits : ''
    if (visit.tries === KEY) return NUMBER.test(digits) ? confirm(visit, digits) : { do: 'leave', outlet: 'declined' }
    if (digits === '2') return askNumber(visit)
    const number = visit.values[VARIABLE] ?? ''
    if (digits !== '1') return { do: 'leave', outlet: 'declined' }
    return { do: 'end', end: { type: 'callback', queueId: text(visit.node, 'queueId'), number } }
  },
})
