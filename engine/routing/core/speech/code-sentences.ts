// What a phone without a page is told when its agent dials a code.
import type { CallCommand } from '#engine/protocol/call.ts'
import type { ChosenState, Lang } from '#engine/protocol/company.ts'
import type { DialledCode } from '#engine/protocol/lookups.ts'
import { AGENT_MODES, BREAK_REASONS } from '#engine/protocol/words/agents.ts'

type Told = Extract<CallCommand, { type: 'phone-told' }>

interface CodeSentences {
  number(): string
  pin(): string
  choice(key: number, name: string): string
  wrong(): string
  locked(): string
  nobodyHere(): string
  onlyInTalk(): string
  signedIn(): string
  signedOut(): string
  ready(): string
  onBreak(name: string): string
  afterCall(): string
  notNow(why: string): string
  goodbye(): string
}

export const CODE_SENTENCES: Record<Lang, CodeSentences> = {
  zh: {
    number: () => '请输入工号，按井号键结束。',
    pin: () => '请输入话机密码，按井号键结束。',
    choice: (key, name) => `${name}请按${key}。`,
    wrong: () => '工号或密码不正确。',
    locked: () => '密码错误次数过多，请十五分钟后再试。',
    nobodyHere: () => '这部话机上没有坐席签入，请先签入。',
    onlyInTalk: () => '此代码请在通话中使用。',
    signedIn: () => '签入成功，您尚未就绪。',
    signedOut: () => '您已签出，再见。',
    ready: () => '您已就绪，可以接听来电。',
    onBreak: (name) => `已进入${name}状态。`,
    afterCall: () => '本次通话结束后生效。',
    notNow: (why) => `操作未成功。${why}`,
    goodbye: () => '再见。',
  },
  en: {
    number: () => 'Enter your agent number, then press hash. ',
    pin: () => 'Enter your phone PIN, then press hash. ',
    choice: (key, name) => `For ${name} press ${key}. `,
    wrong: () => 'Agent number or PIN is not correct. ',
    locked: () => 'Too many wrong entries. Try again in fifteen minutes. ',
    nobodyHere: () => 'No agent is signed in at this phone. Sign in first. ',
    onlyInTalk: () => 'Use this code during a call. ',
    signedIn: () => 'You are signed in, and not ready yet. ',
    signedOut: () => 'You are signed out. Goodbye. ',
    ready: () => 'You are ready for calls. ',
    onBreak: (name) => `You are now on: ${name}. `,
    afterCall: () => 'It will take effect after this call. ',
    notNow: (why) => `That did not work. ${why}`,
    goodbye: () => 'Goodbye. ',
  },
}

const nameOf = ({ name, nameEn }: ChosenState, lang: Lang): string => (lang === 'en' && nameEn !== '' ? nameEn : name)

/** The first nine, a key each. */
export const reasonChoices = (states: readonly ChosenState[], lang: Lang): string =>
  states
    .slice(0, 9)
    .map((state, n) => CODE_SENTENCES[lang].choice(n + 1, nameOf(state, lang)))
    .join('')

const BECAUSE: Record<string, Record<Lang, string>> = {
  'agent-busy': { zh: '您正在通话中。', en: 'You are in a call. ' },
  'disposition-first': {
    zh: '请先填写上一通来电的事由。',
    en: 'First say on the page what your last call was about. ',
  },
  'phone-lost': { zh: '话机没有注册。', en: 'Your phone is not registered. ' },
  'agent-unknown': { zh: '工号未启用。', en: 'Your agent number is not in use. ' },
  'agent-signed-out': { zh: '您尚未签入。', en: 'You are not signed in. ' },
}

export function toldInWords({ act, lang, states }: DialledCode, { mode, breakReason, refusal }: Told): string {
  const words = CODE_SENTENCES[lang]
  if (refusal !== undefined) return words.notNow(BECAUSE[refusal]?.[lang] ?? '')
  if (mode === 'ringing' || mode === 'dialling' || mode === 'talking') return words.afterCall()
  if (act === 'sign-in') return words.signedIn()
  if (mode === 'signed-out') return words.signedOut()
  if (mode === 'ready') return words.ready()
  return words.onBreak(standing(states, lang, mode, breakReason))
}

function standing(states: readonly ChosenState[], lang: Lang, mode: 'break' | 'wrap-up', reason = ''): string {
  const chosen = states.find(({ id }) => id === reason)
  if (mode === 'break' && chosen) return nameOf(chosen, lang)
  const made = Object.hasOwn(BREAK_REASONS, reason) ? BREAK_REASONS[reason as keyof typeof BREAK_REASONS] : undefined
  return (made ?? AGENT_MODES[mode])[lang]
}
