// 订单: what a customer ordered; its total is the sum of its lines.
import { CALL, CUSTOMER } from '../record/customer-field.ts'
import { defineBusiness } from '../record/kind.ts'

interface Line {
  productId: string
  count: number
  price: number
}

export default defineBusiness({
  kind: 'orders',
  label: { zh: '订单', en: 'Orders' },
  one: { zh: '订单', en: 'Order' },
  right: 'orders',
  idPrefix: 'order',
  title: 'address',
  numbering: 'DD',
  partOf: 'customers',
  states: {
    list: [
      { value: 'new', label: { zh: '新订单', en: 'New' }, colour: 'blue' },
      { value: 'review', label: { zh: '待审核', en: 'To review' }, colour: 'amber' },
      { value: 'confirmed', label: { zh: '已确认', en: 'Confirmed' }, colour: 'green', final: true },
      { value: 'rejected', label: { zh: '审核不通过', en: 'Rejected' }, colour: 'red' },
      { value: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, colour: 'grey', final: true },
    ],
    moves: {
      new: ['review', 'cancelled'],
      review: ['confirmed', 'rejected', 'cancelled'],
      confirmed: ['cancelled'],
      rejected: ['review', 'cancelled'],
      cancelled: [],
    },
    reasons: ['rejected', 'cancelled'],
    confirms: ['confirmed', 'rejected'],
  },
  fields: [
    CUSTOMER,
    {
      name: 'lines',
      type: 'list',
      label: { zh: '产品明细', en: 'Lines' },
      of: [
        { name: 'productId', type: 'reference', to: 'products', label: { zh: '产品', en: 'Product' }, required: true },
        {
          name: 'count',
          type: 'number',
          label: { zh: '数量', en: 'Count' },
          required: true,
          default: 1,
          min: 1,
          max: 1_000_000,
        },
        { name: 'price', type: 'money', label: { zh: '单价', en: 'Price' }, required: true, default: 0, min: 0 },
      ],
    },
    {
      name: 'total',
      type: 'money',
      label: { zh: '金额', en: 'Total' },
      listed: true,
      help: { zh: '由明细合计', en: 'Summed from the lines' },
    },
    { name: 'address', type: 'text', label: { zh: '收货地址', en: 'Address' }, listed: true, maxLength: 200 },
    { name: 'wantedOn', type: 'date', label: { zh: '期望日期', en: 'Wanted on' }, listed: true },
    { name: 'note', type: 'text', label: { zh: '备注', en: 'Note' }, multiline: true, maxLength: 2_000 },
    CALL,
  ],
  prepare(values) {
    const lines = (values.lines ?? []) as Line[]
    if (lines.length === 0) return values
    const cents = lines.reduce((all, { count, price }) => all + Math.round(count * price * 100), 0)
    return { ...values, total: cents / 100 }
  },
})
