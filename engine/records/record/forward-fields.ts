// Where calls go instead, as agents and extensions have it: always, on no answer, when busy, within hours.
import type { Field, Label } from '../../protocol/fields.ts'

const PERIOD = '^(([01][0-9]|2[0-3]):[0-5][0-9])?$'

/** `of`: whose number is called */
export function forwards(of: Label): Field[] {
  const help = {
    zh: `拨打${of.zh}的来电转到此号码，不影响队列来电；不填则不转`,
    en: `Calls to the ${of.en}’s own number go there, not those of queues; empty = no forward`,
  }
  const forward = (name: string, label: Label): Field => ({
    ...{ name, label, help, listed: true },
    ...{ type: 'text', maxLength: 32, pattern: '^[0-9*#+]{0,32}$' },
  })
  const hour = (name: string, label: Label): Field => ({
    ...{ name, label, type: 'text', maxLength: 5, pattern: PERIOD },
    help: { zh: '只在此时段转移，如 18:00；不填则全天', en: 'Forwarded only then, such as 18:00; empty = at any hour' },
  })
  return [
    forward('forwardAlways', { zh: '无条件转移', en: 'Forward always' }),
    forward('forwardNoAnswer', { zh: '无应答转移', en: 'Forward on no answer' }),
    forward('forwardBusy', { zh: '遇忙转移', en: 'Forward when busy' }),
    hour('forwardFrom', { zh: '转移时段起', en: 'Forward from' }),
    hour('forwardTo', { zh: '转移时段止', en: 'Forward until' }),
  ]
}
