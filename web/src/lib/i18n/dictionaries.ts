// Both languages, put together. Chinese is the first and the default.
import { admin as enAdmin } from './en/admin.ts'
import { business as enBusiness } from './en/business.ts'
import { common as enCommon } from './en/common.ts'
import { desk as enDesk } from './en/desk.ts'
import { knowledge as enKnowledge } from './en/knowledge.ts'
import { monitor as enMonitor } from './en/monitor.ts'
import { office as enOffice } from './en/office.ts'
import { plan as enPlan } from './en/plan.ts'
import { roster as enRoster } from './en/roster.ts'
import type { Words } from './words.ts'
import { admin as zhAdmin } from './zh/admin.ts'
import { business as zhBusiness } from './zh/business.ts'
import { common as zhCommon } from './zh/common.ts'
import { desk as zhDesk } from './zh/desk.ts'
import { knowledge as zhKnowledge } from './zh/knowledge.ts'
import { monitor as zhMonitor } from './zh/monitor.ts'
import { office as zhOffice } from './zh/office.ts'
import { plan as zhPlan } from './zh/plan.ts'
import { roster as zhRoster } from './zh/roster.ts'

const zh = {
  common: zhCommon,
  desk: zhDesk,
  monitor: zhMonitor,
  admin: zhAdmin,
  office: zhOffice,
  business: zhBusiness,
  knowledge: zhKnowledge,
  plan: zhPlan,
  roster: zhRoster,
}
export type Dictionary = Words<typeof zh>
const en: Dictionary = {
  common: enCommon,
  desk: enDesk,
  monitor: enMonitor,
  admin: enAdmin,
  office: enOffice,
  business: enBusiness,
  knowledge: enKnowledge,
  plan: enPlan,
  roster: enRoster,
}

export type Lang = 'zh' | 'en'
/** What a reader chooses: Chinese in either script, or English. */
export type Written = Lang | 'zh-TW'
export const DICTIONARIES: Record<Lang, Dictionary> = { zh, en }
