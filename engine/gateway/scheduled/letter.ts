// One report as a letter: run as its owner would run it at that moment, its figures over all in the text, its table as a file.
import type { Letter } from '../../ports/mail.ts'
import type { Label } from '../../protocol/fields.ts'
import { REFUSALS, type RefusalName } from '../../protocol/refusals.ts'
import type { ReportColumn, ReportInfo, ReportResult } from '../../protocol/reports.ts'
import { whoIs } from '../../records/accounts/organisation.ts'
import { tableBytes } from '../../records/table-files/file.ts'
import { PDF_ROWS } from '../../records/table-files/pdf.ts'
import { FILE_TYPES } from '../../records/table-files/table.ts'
import { reachOf } from '../../rights/may.ts'
import type { Services } from '../http/services.ts'
import { reportTable } from '../report-table.ts'
import { reportInfo, runReport } from '../routes/reports.ts'
import type { ScheduleRow } from './schedules.ts'
import { spanAt } from './when.ts'

export class ReportFault extends Error {
  readonly say: Label
  readonly again: boolean
  constructor(say: Label, again: boolean) {
    super(say.en)
    this.say = say
    this.again = again
  }
}

export interface Made {
  letter: Letter
  rows: number
}
export type SendReport = (schedule: ScheduleRow, dueAt: number) => Promise<Made>

/** many mail servers take no more */
const MOST_BYTES = 15 * 2 ** 20
/** figures over all in the text */
const MOST_FIGURES = 20
const GONE: Label = { zh: '设置它的账号已停用', en: 'The account that set it is switched off' }
const NO_RIGHT: Label = { zh: '设置它的账号已无权查看报表', en: 'The account that set it may no longer see reports' }
const NO_REPORT: Label = { zh: '没有这个报表了', en: 'There is no such report any more' }
const TOO_LARGE: Label = {
  zh: '文件超过 15 MB：请缩短统计范围或选更长的间隔',
  en: 'The file is larger than 15 MB: count fewer days, or by longer intervals',
}
const TOO_LONG: Label = {
  zh: `超过 ${PDF_ROWS} 行，请改发 Excel`,
  en: `More than ${PDF_ROWS} rows: send it as Excel`,
}

export const reportLetters =
  (services: Services): SendReport =>
  async (schedule, dueAt) => {
    const { sql, settings } = services
    const { lang, format, report } = schedule
    const who = await whoIs(sql, schedule.accountId)
    if (!who) throw new ReportFault(GONE, false)
    const reach = reachOf(who, 'reports')
    if (!reach) throw new ReportFault(NO_RIGHT, false)
    const span = spanAt(schedule.span, dueAt, settings.timeZone)
    const ran = await runReport(services, report, { ...schedule.query, ...span }, reach, lang)
    if (!ran.ok) throw faultOf(ran)
    const info = await reportInfo(services, report)
    if (!info) throw new ReportFault(NO_REPORT, false)
    const result = ran.value
    if (format === 'pdf' && result.rows.length > PDF_ROWS) throw new ReportFault(TOO_LONG, false)
    const table = { ...reportTable(result, lang, settings.timeZone), title: info.label[lang] }
    const content = await tableBytes(table, format)
    if (content.length > MOST_BYTES) throw new ReportFault(TOO_LARGE, false)
    const days = daysOf(span, settings.timeZone)
    const file = {
      name: `${info.label[lang]}-${days.replace(' – ', '-')}.${format}`,
      type: FILE_TYPES[format],
      content,
    }
    const text = textOf({ schedule, info, result, days, company: settings.companyName, timeZone: settings.timeZone })
    const subject = `${schedule.name} ${days}`
    return { letter: { to: schedule.recipients, subject, text, files: [file] }, rows: result.rows.length }
  }

function faultOf({ refusal, say, detail }: { refusal: RefusalName; say?: Label; detail?: string }) {
  const words = say ?? REFUSALS[refusal]
  const more = detail === undefined || say ? '' : ` (${detail})`
  return new ReportFault({ zh: `${words.zh}${more}`, en: `${words.en}${more}` }, refusal !== 'bad-input')
}

function daysOf({ from, to }: { from: number; to: number }, timeZone: string): string {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const [first, last] = [date.format(from), date.format(to - 1)]
  return first === last ? first : `${first} – ${last}`
}

interface Text {
  schedule: ScheduleRow
  info: ReportInfo
  result: ReportResult
  days: string
  company: string
  timeZone: string
}

const WORDS = {
  zh: {
    head: '统计日期',
    rows: '行数',
    asOf: '数据统计到',
    none: '这段时间没有数据。',
    sentBy: '此邮件由听澜定时发送；要停止，请在“业务报表 → 定时发送”中关闭。',
  },
  en: {
    head: 'Days',
    rows: 'Rows',
    asOf: 'Counted up to',
    none: 'There is nothing in this time.',
    sentBy: 'Tinglan sends this at set times; to stop it, switch it off under Reports → Send by e-mail.',
  },
}

function textOf({ schedule: { lang }, info, result, days, company, timeZone }: Text): string {
  const words = WORDS[lang]
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const { total } = result
  const figures = total
    ? result.columns.filter(({ key, name }) => !key && total[name] !== null && total[name] !== undefined)
    : []
  return [
    `${company} · ${info.label[lang]}`,
    `${words.head}: ${days}`,
    `${words.rows}: ${result.rows.length}`,
    `${words.asOf}: ${clock.format(result.asOf)}`,
    '',
    ...(result.rows.length === 0 ? [words.none] : []),
    ...figures.slice(0, MOST_FIGURES).map((column) => `${column.label[lang]}: ${figure(column, total?.[column.name])}`),
    '',
    words.sentBy,
    '',
  ].join('\n')
}

/** `1:02:03`, as the pages write spans */
function spanText(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds < 3_600 ? rest : `${Math.floor(seconds / 3_600)}:${rest}`
}

function figure({ format }: ReportColumn, value: string | number | null | undefined): string {
  if (format === 'percent') return `${(Number(value) * 100).toFixed(1)}%`
  return format === 'duration' ? spanText(Number(value)) : String(value)
}
