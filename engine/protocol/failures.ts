// What came of an agent's act that failed: what happened, and what to do about it. Pages show these words as they are.
import type { Label } from './fields.ts'

export const FAILURES = {
  'unknown-number': {
    zh: '没有这个号码：分机、工号和队列中都没有，也没有中继通往它。请核对后重拨。',
    en: 'There is no such number: no extension, agent or queue has it and no trunk leads there. Check it and dial again.',
  },
  'no-trunk': {
    zh: '没有中继线路可以拨打这个号码。请核对号码，或请管理员检查中继的号码前缀。',
    en: 'No trunk leads to this number. Check it, or ask the administrator about the prefixes of the trunks.',
  },
  'blocked-number': {
    zh: '呼出路由禁止拨打这个号码。确需拨打请联系管理员。',
    en: 'The outbound routes do not allow this number. Ask the administrator if it is needed.',
  },
  'line-full': {
    zh: '通往这个号码的中继线路都已占满。请稍后再试。',
    en: 'All lines towards this number are in use. Try again in a moment.',
  },
  'over-limit': {
    zh: '呼出次数或同时通话数已到上限，这通电话没有拨出。请稍后再试，或请管理员调整呼出限制。',
    en: 'The limit of calls out is reached and this one was not placed. Try later, or ask the administrator about it.',
  },
  'nothing-rings': {
    zh: '现在没有可以代接的振铃。',
    en: 'Nothing rings there that could be picked up.',
  },
  'nothing-parked': {
    zh: '这个驻留位上没有来电。',
    en: 'Nobody is parked there.',
  },
  'place-taken': {
    zh: '这个驻留位已有来电。请换一个驻留位。',
    en: 'That place is taken. Park at another one.',
  },
  'no-free-place': {
    zh: '没有空闲的驻留位。请稍后再试，或请管理员增加驻留位。',
    en: 'No place to park at is free. Try later, or ask the administrator for more of them.',
  },
  blacklisted: {
    zh: '此号码在黑名单中，不能呼出。',
    en: 'This number is blacklisted and is not called.',
  },
  oneself: {
    zh: '这是您自己的号码。请改拨其他号码。',
    en: 'This is your own number. Dial another one.',
  },
  'signed-out': {
    zh: '对方没有签入。请稍后再试，或改找其他坐席。',
    en: 'The agent is not signed in. Try later or another agent.',
  },
  'on-break': {
    zh: '对方正在小休。请稍后再试，或改找其他坐席。',
    en: 'The agent is on a break. Try later or another agent.',
  },
  busy: { zh: '对方正忙。请稍后再试。', en: 'The line is busy. Try again later.' },
  declined: { zh: '对方拒接。请稍后再试。', en: 'The call was declined. Try again later.' },
  'no-answer': { zh: '对方没有接听。请稍后再试。', en: 'Nobody answered. Try again later.' },
  'not-registered': {
    zh: '对方的话机没有注册，无法振铃。请稍后再试，或改拨其他号码。',
    en: 'The phone called is not registered and cannot ring. Try later or another number.',
  },
  'vacant-number': {
    zh: '对方号码是空号。请核对后重拨。',
    en: 'The network knows no such number. Check it and dial again.',
  },
  'switched-off': {
    zh: '对方已关机或不在服务区。请稍后再试。',
    en: 'The phone called is switched off or out of reach. Try again later.',
  },
  unreachable: {
    zh: '号码无法接通。请稍后再试；一直如此请告知管理员。',
    en: 'The number could not be reached. Try later; tell the administrator if it stays so.',
  },
  'directory-away': {
    zh: '暂时查不到这个号码该拨往何处。请稍后再试。',
    en: 'Where this number leads could not be looked up. Try again later.',
  },
  'own-phone-not-registered': {
    zh: '您自己的话机没有注册，呼叫没有发出。请检查软电话或话机，注册后重拨。',
    en: 'Your own phone is not registered, so the call was not placed. Check your phone, then dial again.',
  },
  'own-phone-no-answer': {
    zh: '您自己的话机没有应答，呼叫没有发出。请在话机上接起后再呼出。',
    en: 'Your own phone did not answer, so the call was not placed. Pick it up when it rings.',
  },
  'own-phone-declined': {
    zh: '您自己的话机拒接或占线，呼叫没有发出。请放下话机后重拨。',
    en: 'Your own phone declined or was busy, so the call was not placed. Hang it up, then dial again.',
  },
  'own-phone-unreachable': {
    zh: '您自己的话机无法接通，呼叫没有发出。请检查话机和网络后重拨。',
    en: 'Your own phone could not be reached, so the call was not placed. Check it and the network, then dial again.',
  },
  'no-media-node': {
    zh: '没有可用的语音服务，呼叫没有发出。请稍后再试，或告知管理员。',
    en: 'No media service is up, so the call was not placed. Try again later or tell the administrator.',
  },
  cancelled: { zh: '您在接通前挂断了。', en: 'You hung up before it was placed.' },
  'call-over': { zh: '通话已经结束或已离开您。', en: 'The call is over or has left you.' },
  'in-this-call': {
    zh: '对方已在这个通话中。请选择其他目标。',
    en: 'That agent is in this call already. Choose another target.',
  },
  'in-consultation': {
    zh: '正在咨询第三方。请先取回、三方或转交。',
    en: 'A third party is being consulted. Take back, merge or hand over first.',
  },
  'no-consultation': {
    zh: '没有正在咨询的第三方。请先咨询。',
    en: 'Nobody is being consulted. Consult somebody first.',
  },
  'still-ringing': {
    zh: '对方还没有接听。请等待接听，或取回。',
    en: 'The other party has not answered yet. Wait for the answer, or take back.',
  },
  'in-conference': {
    zh: '通话中不止两方。请用邀请、移出，或挂断离开。',
    en: 'More than two are in this call. Invite, drop, or hang up to leave.',
  },
  'conference-full': {
    zh: '会议人数已满，不能再邀请。',
    en: 'The conference is full: nobody more can be invited.',
  },
  'not-yours-to-drop': {
    zh: '只能移出被邀请进来的一方。',
    en: 'Only a party that was invited can be dropped.',
  },
  'recorded-whole': {
    zh: '本队列要求全程录音，不能停止；念卡号等时可以暂停。',
    en: 'This queue records whole calls: it cannot be stopped. Pause while a card number or the like is said.',
  },
  'recorded-already': {
    zh: '本通录音已结束，不能再次开始。',
    en: 'This call’s recording has ended and cannot be begun again.',
  },
  'checked-already': {
    zh: '这位客户在本次通话中已做过身份验证，不能再次进行。',
    en: 'The caller has been through an identity check in this call already; there is only one.',
  },
  'no-check': {
    zh: '没有找到这个验证流程，或通话中没有客户。请联系管理员检查流程。',
    en: 'There is no such flow for the check, or no caller in this call. Ask the administrator about the flow.',
  },
  'not-recorded': { zh: '当前没有在录音。', en: 'Nothing is being recorded.' },
  'not-now': {
    zh: '通话此刻不允许这样做。请稍后再试。',
    en: 'The call does not allow this right now. Try again in a moment.',
  },
  'not-carried-out': {
    zh: '语音服务没有执行这个操作。请再试一次；一直如此请告知管理员。',
    en: 'The media service did not carry this out. Try again; tell the administrator if it stays so.',
  },
} as const satisfies Record<string, Label>

export type ActFailure = keyof typeof FAILURES

/** The acts that can fail after they were accepted. `talk`: the two should hear each other. */
export const ACTS = {
  dial: { zh: '呼出没有成功', en: 'The call was not placed' },
  transfer: { zh: '转接没有成功', en: 'The transfer did not succeed' },
  hold: { zh: '保持没有成功', en: 'The call was not put on hold' },
  resume: { zh: '取消保持没有成功', en: 'The call was not resumed' },
  'send-digits': { zh: '按键没有发出', en: 'The keys were not sent' },
  consult: { zh: '咨询没有成功', en: 'The consultation did not succeed' },
  invite: { zh: '邀请没有成功', en: 'The invitation did not succeed' },
  swap: { zh: '切换没有成功', en: 'The parties were not swapped' },
  merge: { zh: '三方没有成功', en: 'The calls were not merged' },
  'take-back': { zh: '取回没有成功', en: 'The caller was not taken back' },
  'hand-over': { zh: '转交没有成功', en: 'The caller was not handed over' },
  drop: { zh: '移出没有成功', en: 'The party was not dropped' },
  verify: { zh: '身份验证没有进行', en: 'The identity check was not made' },
  record: { zh: '录音没有改变', en: 'The recording did not change' },
  talk: { zh: '声音没有接通', en: 'The sound is not connected' },
} as const satisfies Record<string, Label>

export type ActName = keyof typeof ACTS

/** A failed act as its agent sees it. */
export interface FailedAct {
  act: ActName
  reason: ActFailure
  callId: string
  /** as dialled; '' where none was */
  number: string
  at: number
}
