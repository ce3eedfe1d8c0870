// Every sentence the engine itself speaks, in both languages. Prompts of flows are the customer's own.
import type { Lang } from '#engine/protocol/company.ts'
import type { Sound } from '#engine/protocol/media.ts'
import { readDigits, readQuantity } from './numbers.ts'

interface Sentences {
  /** `place` in line from 1 */
  position(place: number): string
  /** half are answered by the first, nine in ten by the second */
  wait(halfMs: number, mostMs: number): string
  /** 1 = go on waiting, 2 = leave a message, 3 = be called back */
  choices(voicemail: boolean, callback: boolean): string
  /** 1 = yes, 2 = key another number */
  callbackAt(number: string): string
  keyNumber(): string
  callbackKept(): string
  agentNumber(number: string): string
  /** to the agent alone */
  whisper(caller: { vip: boolean; queue: string; waitedMs: number }): string
  leaveMessage(): string
  messageKept(): string
  apology(): string
  /** to who dials at a phone of the house, which shows no page */
  notAllowedOut(): string
  linesFull(): string
  closed(): string
  backInLine(): string
  goodbye(): string
}

export const SENTENCES: Record<Lang, Sentences> = {
  zh: {
    position: (place) =>
      place <= 1 ? '您是下一位，请稍候。' : `您前面还有${ahead(place - 1)}位，您是第${quantity(place, 'zh')}位。`,
    wait: (halfMs, mostMs) => waitWords(halfMs, mostMs, 'zh'),
    choices: (voicemail, callback) =>
      `继续等候请按一${voicemail ? '，留言请按二' : ''}${callback ? '，保留您的位置、稍后回呼请按三' : ''}。`,
    callbackAt: (number) => `我们将回呼${readDigits(number, 'zh', 'phone')}，确认请按一，更换号码请按二。`,
    keyNumber: () => '请输入回呼号码，按井号键结束。',
    callbackKept: () => '您的位置已保留，轮到您时我们会回呼，谢谢，再见。',
    agentNumber: (number) => `工号${readDigits(number, 'zh', 'phone')}。`,
    whisper: ({ vip, queue, waitedMs }) => `${vip ? 'VIP，' : ''}${queue}，${waitedWords(waitedMs, 'zh')}。`,
    leaveMessage: () => '请在提示音后留言，结束请按井号键。',
    messageKept: () => '您的留言已保存，谢谢，再见。',
    apology: () => '很抱歉，暂时无法为您服务，请稍后再拨，再见。',
    notAllowedOut: () => '呼出受限，这通电话没有拨出。如有需要，请联系管理员。',
    linesFull: () => '外线全忙，这通电话没有拨出，请稍后再拨。',
    closed: () => '很抱歉，该服务暂未开放，再见。',
    backInLine: () => '转接未成功，正在为您转回，请稍候。',
    goodbye: () => '感谢您的来电，再见。',
  },
  en: {
    position: (place) =>
      place <= 1
        ? 'You are next in line. Please hold.'
        : `There ${place === 2 ? 'is one caller' : `are ${quantity(place - 1, 'en')} callers`} ahead of you.`,
    wait: (halfMs, mostMs) => waitWords(halfMs, mostMs, 'en'),
    choices: (voicemail, callback) =>
      [
        'To keep waiting press one.',
        ...(voicemail ? ['To leave a message press two.'] : []),
        ...(callback ? ['To keep your place and be called back press three.'] : []),
      ].join(' '),
    callbackAt: (number) =>
      `We will call you back at ${readDigits(number, 'en')}. To confirm press one. For another number press two.`,
    keyNumber: () => 'Please key in the number to call, then press the hash key.',
    callbackKept: () => 'You keep your place, and we will call you when it is your turn. Thank you and goodbye.',
    agentNumber: (number) => `Agent ${readDigits(number, 'en')}.`,
    whisper: ({ vip, queue, waitedMs }) => `${vip ? 'VIP, ' : ''}${queue}, ${waitedWords(waitedMs, 'en')}.`,
    leaveMessage: () => 'Please leave a message after the tone. Press the hash key when you are done.',
    messageKept: () => 'Your message has been saved. Thank you and goodbye.',
    apology: () => 'We are sorry, we cannot take your call right now. Please call again later. Goodbye.',
    notAllowedOut: () => 'This call is not allowed and was not placed. Please ask the administrator if it is needed.',
    linesFull: () => 'All lines are in use, so the call was not placed. Please try again in a moment.',
    closed: () => 'We are sorry, this service is closed at the moment. Goodbye.',
    backInLine: () => 'The transfer did not succeed. Please hold while we put you back.',
    goodbye: () => 'Thank you for calling. Goodbye.',
  },
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** In whole minutes, the later one rounded up; seconds and hours would promise more than anybody knows. */
function waitWords(halfMs: number, mostMs: number, lang: Lang): string {
  const zh = lang === 'zh'
  if (mostMs <= MINUTE_MS) return zh ? '预计等待不到一分钟。' : 'The wait should be less than a minute.'
  if (halfMs > HOUR_MS) return zh ? '预计等待一小时以上。' : 'The wait is likely to be more than an hour.'
  const most = Math.min(60, Math.ceil(mostMs / MINUTE_MS))
  const half = Math.min(most, Math.max(1, Math.round(halfMs / MINUTE_MS)))
  const from = zh ? ahead(half) : quantity(half, 'en')
  const to = zh ? ahead(most) : quantity(most, 'en')
  if (half === most) return zh ? `预计等待约${to}分钟。` : `The wait is about ${to} minute${most === 1 ? '' : 's'}.`
  return zh ? `预计等待${from}到${to}分钟。` : `The wait is about ${from} to ${to} minutes.`
}

/** As it is of use to whoever answers: to ten seconds below a minute, then to the minute. */
function waitedWords(ms: number, lang: Lang): string {
  const zh = lang === 'zh'
  const seconds = Math.round(ms / 10_000) * 10
  if (seconds < 10) return zh ? '未等待' : 'no wait'
  if (seconds < 60) return zh ? `已等待${quantity(seconds, 'zh')}秒` : `waited ${quantity(seconds, 'en')} seconds`
  const minutes = Math.min(240, Math.round(ms / MINUTE_MS))
  if (zh) return `已等待${ahead(minutes)}分钟`
  return `waited ${quantity(minutes, 'en')} minute${minutes === 1 ? '' : 's'}`
}

/** 两位, not 二位, in front of a counting word. */
const ahead = (count: number): string => (count === 2 ? '两' : quantity(count, 'zh'))

function quantity(count: number, lang: Lang): string {
  const spoken = readQuantity(count, lang)
  return spoken.ok ? spoken.words : String(count)
}

export const say = (lang: Lang, text: string): Sound => ({ type: 'text', text, lang })
