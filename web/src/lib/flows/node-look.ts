// Picture and colour of each node type: sound blue, question green, way out violet, end red.
import ArrowUpToLine from '@lucide/svelte/icons/arrow-up-to-line'
import BadgeCheck from '@lucide/svelte/icons/badge-check'
import Circle from '@lucide/svelte/icons/circle'
import Clock from '@lucide/svelte/icons/clock'
import CornerUpLeft from '@lucide/svelte/icons/corner-up-left'
import Gauge from '@lucide/svelte/icons/gauge'
import Globe from '@lucide/svelte/icons/globe'
import Grid3x3 from '@lucide/svelte/icons/grid-3x3'
import Hourglass from '@lucide/svelte/icons/hourglass'
import Languages from '@lucide/svelte/icons/languages'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import MessageSquareText from '@lucide/svelte/icons/message-square-text'
import PencilLine from '@lucide/svelte/icons/pencil-line'
import PhoneForwarded from '@lucide/svelte/icons/phone-forwarded'
import PhoneIncoming from '@lucide/svelte/icons/phone-incoming'
import PhoneOff from '@lucide/svelte/icons/phone-off'
import Send from '@lucide/svelte/icons/send'
import Split from '@lucide/svelte/icons/split'
import Star from '@lucide/svelte/icons/star'
import Users from '@lucide/svelte/icons/users'
import Voicemail from '@lucide/svelte/icons/voicemail'
import Volume2 from '@lucide/svelte/icons/volume-2'
import Workflow from '@lucide/svelte/icons/workflow'
import type { Component } from 'svelte'

type Icon = Component<{ class?: string }>
const SOUND = 'bg-talk-50 text-talk-600'
const ASKS = 'bg-good-50 text-good-700'
const PERSON = 'bg-wrap-50 text-wrap-600'
const END = 'bg-bad-50 text-bad-600'
const WAY = 'bg-ink-100 text-ink-600'

const LOOK: Record<string, [Icon, string]> = {
  play: [Volume2, SOUND],
  speak: [MessageSquareText, SOUND],
  menu: [ListOrdered, ASKS],
  collect: [Grid3x3, ASKS],
  ask: [Globe, ASKS],
  rating: [Star, ASKS],
  wait: [Hourglass, SOUND],
  branch: [Split, WAY],
  'by-time': [Clock, WAY],
  'queue-state': [Gauge, WAY],
  set: [PencilLine, WAY],
  language: [Languages, WAY],
  send: [Send, WAY],
  'need-skills': [BadgeCheck, PERSON],
  'to-queue': [Users, PERSON],
  callback: [PhoneIncoming, PERSON],
  'transfer-out': [PhoneForwarded, PERSON],
  voicemail: [Voicemail, PERSON],
  'to-flow': [Workflow, WAY],
  'hang-up': [PhoneOff, END],
  back: [CornerUpLeft, WAY],
  top: [ArrowUpToLine, WAY],
}

const ORDER = Object.keys(LOOK)
const placeOf = (type: string): number => (ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length)

/** As they are used: sounds, questions, people, ends; then what this table does not know. */
export const inOrder = <Info extends { type: string }>(infos: readonly Info[]): Info[] =>
  infos.toSorted((a, b) => placeOf(a.type) - placeOf(b.type))

export const nodeIcon = (type: string): Icon => LOOK[type]?.[0] ?? Circle
export const nodeTone = (type: string): string => LOOK[type]?.[1] ?? WAY
