// The field by which a record belongs to a customer.
import type { Field } from '../../protocol/fields.ts'

const FIELD = {
  name: 'customerId',
  type: 'reference',
  to: 'customers',
  label: { zh: '客户', en: 'Customer' },
  listed: true,
} as const

export const CUSTOMER: Field = { ...FIELD, required: true }
export const CUSTOMER_IF_ANY: Field = FIELD
export const CALL: Field = { name: 'callId', type: 'text', label: { zh: '通话', en: 'Call' }, maxLength: 64 }
