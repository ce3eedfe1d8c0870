// Every colour that means something, in one table.
import type { CallOutcome, CallView } from '#engine/protocol/call.ts'
import type { Colour } from '#engine/protocol/words/agents.ts'
import type { DeskMode } from '../phone/desk-machine.ts'

export interface Look {
  /** small filled mark */
  dot: string
  /** tag: background and text */
  tag: string
  /** colour for charts */
  colour: string
}

const GREY: Look = { dot: 'bg-ink-400', tag: 'bg-ink-100 text-ink-600', colour: '#8b99a2' }
const GREEN: Look = { dot: 'bg-good-500', tag: 'bg-good-50 text-good-700', colour: '#2a8f5b' }
const AMBER: Look = { dot: 'bg-warn-500', tag: 'bg-warn-50 text-warn-700', colour: '#cc7d12' }
const RED: Look = { dot: 'bg-bad-500', tag: 'bg-bad-50 text-bad-700', colour: '#d0433b' }
const BLUE: Look = { dot: 'bg-talk-500', tag: 'bg-talk-50 text-talk-600', colour: '#3b6fc9' }
const PURPLE: Look = { dot: 'bg-wrap-500', tag: 'bg-wrap-50 text-wrap-600', colour: '#8259bd' }
const SEA: Look = { dot: 'bg-sea-500', tag: 'bg-sea-50 text-sea-700', colour: '#1f7f8e' }

/** Brighter twins of the colours, for figures on the dark wall. */
const ON_DARK = new Map([
  [GREEN, 'text-good-200'],
  [AMBER, 'text-warn-200'],
  [RED, 'text-bad-200'],
])
export const onDark = (look: Look): string => ON_DARK.get(look) ?? 'text-white'

/** Colours that a company gives its own states. */
export const COLOUR_LOOK: Record<Colour, Look> = {
  grey: GREY,
  green: GREEN,
  amber: AMBER,
  red: RED,
  blue: BLUE,
  purple: PURPLE,
  sea: SEA,
}

export const MODE_LOOK: Record<DeskMode, Look> = {
  'signed-out': GREY,
  break: { ...GREY, dot: 'bg-ink-500', tag: 'bg-ink-200 text-ink-700', colour: '#617079' },
  ready: GREEN,
  ringing: AMBER,
  dialling: SEA,
  talking: BLUE,
  held: { ...BLUE, dot: 'bg-talk-200', tag: 'bg-talk-50 text-talk-600' },
  'wrap-up': PURPLE,
  'phone-lost': RED,
  'outbound-only': SEA,
}

/** modes in the order people read them */
export const MODES: readonly DeskMode[] = [
  'ready',
  'ringing',
  'dialling',
  'talking',
  'held',
  'wrap-up',
  'break',
  'outbound-only',
  'phone-lost',
  'signed-out',
]

export const OUTCOME_LOOK: Record<CallOutcome, Look> = {
  answered: GREEN,
  'abandoned-in-flow': AMBER,
  'abandoned-in-queue': RED,
  'abandoned-ringing': RED,
  'self-served': SEA,
  voicemail: PURPLE,
  callback: SEA,
  overflowed: AMBER,
  rejected: GREY,
  'not-answered': AMBER,
  failed: RED,
}

export const STAGE_LOOK: Record<CallView['stage'], Look> = {
  arriving: GREY,
  flow: SEA,
  queue: AMBER,
  connecting: AMBER,
  talking: BLUE,
  held: { ...BLUE, dot: 'bg-talk-200' },
  parked: { ...AMBER, dot: 'bg-warn-200' },
  voicemail: PURPLE,
  ending: GREY,
}

export const LEVEL_LOOK = { info: SEA, warning: AMBER, alarm: RED } as const

const WATCHED_FROM = 0.75

/** Share of calls answered in time against what is aimed at: good from there on, watched a quarter below, bad beneath. */
export function serviceLevelLook(share: number, target: number): Look {
  if (share >= target) return GREEN
  return share >= target * WATCHED_FROM ? AMBER : RED
}

/** A wait is fine within the queue's target, late up to three times it, bad beyond. */
export function waitLook(waitMs: number, targetMs: number): Look {
  if (waitMs <= targetMs) return GREEN
  return waitMs <= targetMs * 3 ? AMBER : RED
}
