// What may stand in a cell, in words for who mends a file of wrong rows.
import type { Field } from '../../protocol/fields.ts'

const SHOWN_OPTIONS = 20

export function allowedIn(field: Field): string {
  switch (field.type) {
    case 'choice':
    case 'choices': {
      const shown = field.options.slice(0, SHOWN_OPTIONS).map(({ label }) => label.zh)
      const more = field.options.length > SHOWN_OPTIONS ? '…' : ''
      return said(`可填：${shown.join('、')}${more}`, 'one of these', field.type === 'choices' && '可多个 / several')
    }
    case 'switch':
      return said('可填：是、否', 'yes or no')
    case 'number':
    case 'money':
      return said(`应为数字${boundsOf(field)}`, 'a number')
    case 'date':
      return said('应为日期，如 2026-03-02', 'a date')
    case 'time':
      return said('应为时间，如 09:30', 'a time')
    case 'date-time':
      return said('应为日期时间，如 2026-03-02 09:30', 'a date and time')
    case 'email':
      return said('应为邮箱地址', 'an e-mail address')
    case 'id-card':
      return said('应为 18 位身份证号', 'an id-card number')
    case 'phones':
      return said('应为电话号码，多个用分号隔开', 'numbers, parted by semicolons')
    case 'reference':
      return said('系统中没有，请填已有的名称或编号', 'not there: an existing name or number')
    case 'text':
      return said(field.maxLength === undefined ? '应为文本' : `最多 ${field.maxLength} 个字`, 'text, not too long')
    default:
      return said('不能导入', 'not by file')
  }
}

const boundsOf = (field: { min?: number; max?: number }): string =>
  [field.min === undefined ? '' : `，不小于 ${field.min}`, field.max === undefined ? '' : `，不大于 ${field.max}`].join(
    '',
  )

const said = (zh: string, en: string, more: string | false = false): string =>
  [`${zh} / ${en}`, ...(more === false ? [] : [more])].join('; ')
