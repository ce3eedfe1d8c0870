// 黑名单: numbers, ranges of numbers and id cards that neither get through, nor are called, nor are imported.
import { numberKey } from '../../numbers/number-key.ts'
import { isIdCard } from '../../records/record/id-card.ts'
import { defineBusiness } from '../record/kind.ts'

const RANGE = /^(\d{3,20})\s*[-~至]\s*(\d{3,20})$/

export default defineBusiness({
  kind: 'blacklist',
  label: { zh: '黑名单', en: 'Blacklist' },
  one: { zh: '黑名单', en: 'Entry' },
  right: 'customers',
  writeRight: 'business-manage',
  idPrefix: 'black',
  title: 'value',
  unique: ['value'],
  fields: [
    {
      name: 'type',
      type: 'choice',
      label: { zh: '类型', en: 'Type' },
      required: true,
      listed: true,
      default: 'number',
      options: [
        { value: 'number', label: { zh: '号码', en: 'Number' } },
        { value: 'range', label: { zh: '号段', en: 'Range' } },
        { value: 'id-card', label: { zh: '身份证号', en: 'Id card' } },
      ],
    },
    {
      name: 'value',
      type: 'text',
      label: { zh: '内容', en: 'Value' },
      help: {
        zh: '号码、号段（13800000000-13800000999）或身份证号',
        en: 'A number, a range (13800000000-13800000999) or an id card',
      },
      required: true,
      listed: true,
      maxLength: 60,
    },
    { name: 'reason', type: 'text', label: { zh: '原因', en: 'Reason' }, listed: true, maxLength: 200 },
    {
      name: 'until',
      type: 'date',
      label: { zh: '截止日期', en: 'Until' },
      listed: true,
      help: { zh: '不填则一直有效', en: 'Empty: for good' },
    },
    // made by the engine: what a caller's number is compared with
    {
      name: 'fromKey',
      type: 'text',
      label: { zh: '起', en: 'From' },
      maxLength: 40,
      when: { field: 'type', is: 'never' },
    },
    { name: 'toKey', type: 'text', label: { zh: '止', en: 'To' }, maxLength: 40, when: { field: 'type', is: 'never' } },
  ],
  prepare(values) {
    const value = String(values.value)
    if (values.type === 'id-card') return { ...values, value: value.toUpperCase(), fromKey: '', toKey: '' }
    const range = values.type === 'range' ? RANGE.exec(value) : undefined
    const [from, to] = range ? [range[1] ?? '', range[2] ?? ''] : [value, value]
    return { ...values, fromKey: numberKey(from), toKey: numberKey(to) }
  },
  async check({ type, value, fromKey, toKey }) {
    const wrong = (message: string) => [{ path: 'value', message }]
    if (type === 'id-card') return isIdCard(String(value)) ? [] : wrong('is no id-card number')
    if (!/^[0-9a-z]{2,}$/.test(String(fromKey)) || !/(?:\D*\d){2}/.test(String(value))) return wrong('is no number')
    if (type === 'number') return []
    const [from, to] = [String(fromKey), String(toKey)]
    return RANGE.test(String(value)) && from.length === to.length && from <= to
      ? []
      : wrong('a range is two numbers of one length, the smaller first')
  },
})
