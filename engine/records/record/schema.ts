// Zod schemas made from the field vocabulary, so the form, the check and the OpenAPI document cannot differ.
import { z } from 'zod'
import type { Field } from '../../protocol/fields.ts'
import { isIdCard } from './id-card.ts'
import { plainText } from './plain-text.ts'

const recordId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

export const wayOutSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('voicemail') }),
  z.object({ type: z.literal('flow'), flowId: recordId }),
  z.object({ type: z.literal('queue'), queueId: recordId }),
  z.object({ type: z.literal('hang-up'), promptId: recordId.optional() }),
  z.object({ type: z.literal('outside'), number: z.string().regex(/^\+?[0-9]{3,20}$/) }),
])

export const promptsSchema = z
  .array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('file'), promptId: recordId }),
      z.object({ type: z.literal('text'), text: plainText(true).min(1).max(1000) }),
      z.object({ type: z.literal('digits'), value: plainText().min(1).max(100) }),
      z.object({ type: z.literal('quantity'), value: plainText().min(1).max(100) }),
    ]),
  )
  .max(20)

type Of<Type> = Extract<Field, { type: Type }>

function textSchema(field: Of<'text'>): z.ZodType {
  let text = plainText(field.multiline)
    .trim()
    .max(field.maxLength ?? 200)
  if (field.required) text = text.min(1)
  if (!field.pattern) return text
  // the whole value, as an HTML form reads a pattern
  const pattern = text.regex(new RegExp(`^(?:${field.pattern})$`, 'u'))
  return field.required ? pattern : z.union([z.literal(''), pattern])
}

function numberSchema(field: Of<'number'>): z.ZodType {
  let number = z.number()
  if (field.integer !== false) number = number.int()
  if (field.min !== undefined) number = number.min(field.min)
  return field.max === undefined ? number : number.max(field.max)
}

const amount = z.number().max(1e12).multipleOf(0.01)

export const PHONE_TYPES = ['mobile', 'home', 'work', 'other'] as const
/** A number as people write it, of three digits at least or a visitor's of the call-us page; `*` stands in a masked one, which is put right before it is checked. */
const phonesSchema = z
  .array(
    z.strictObject({
      type: z.enum(PHONE_TYPES).default('mobile'),
      number: z
        .string()
        .trim()
        .regex(/^(?=guest\.|(?:\D*\d){3})\+?[0-9A-Za-z][0-9A-Za-z ()._-]{1,31}$/),
    }),
  )
  .max(20)

const orEmpty = (field: Field, schema: z.ZodType): z.ZodType =>
  field.required ? schema : z.union([z.literal(''), schema])

/** A value that is there. */
function presentSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'text':
      return textSchema(field)
    case 'password':
      return z.string().min(8).max(200)
    case 'number':
      return numberSchema(field)
    case 'duration':
      return z
        .number()
        .int()
        .min(field.minMs ?? 0)
        .max(field.maxMs ?? 86_400_000)
    case 'switch':
      return z.boolean()
    case 'choice':
      return z.enum(field.options.map((option) => option.value))
    case 'choices':
      return z
        .array(z.enum(field.options.map((option) => option.value)))
        .refine((values) => new Set(values).size === values.length, { error: 'doubled choice' })
    case 'date':
      return z.iso.date()
    case 'time':
      return z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
    case 'date-time':
      return z.number().int().min(0).max(4_102_444_800_000)
    case 'money':
      return amount.min(field.min ?? -1e12)
    case 'email':
      return orEmpty(field, z.email().max(200))
    case 'id-card':
      return orEmpty(field, z.string().trim().toUpperCase().refine(isIdCard, { error: 'is no id-card number' }))
    case 'phones':
      return field.required ? phonesSchema.min(1) : phonesSchema
    case 'reference':
      if (!field.many) return field.required ? recordId : z.union([z.literal(''), recordId])
      return z.array(recordId).max(20_000)
    case 'list':
      return z.array(recordSchema(field.of)).max(200)
    case 'prompts':
      return promptsSchema
    case 'way-out':
      return wayOutSchema
    case 'json':
      return z.json()
  }
}

/** What an absent value means when the field names no default. */
function emptyOf(field: Field): unknown {
  if (field.type === 'switch') return false
  if (field.type === 'choices' || field.type === 'list' || field.type === 'prompts') return []
  if (field.type === 'reference') return field.many ? [] : ''
  if (['text', 'email', 'id-card'].includes(field.type)) return ''
  if (field.type === 'phones') return []
  return undefined
}

function fieldSchema(field: Field): z.ZodType {
  const present = presentSchema(field)
  const absent = field.default ?? (field.required ? undefined : emptyOf(field))
  if (field.type === 'password' || absent === undefined) return field.required ? present : present.optional()
  // null is how some clients say "nothing chosen"
  return z.preprocess((value) => (value === null || value === undefined ? absent : value), present)
}

export function recordSchema(fields: readonly Field[]): z.ZodObject {
  return z.strictObject(Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])))
}

/** A password is needed to create, and left out of a change to keep the old one. */
export function changeSchema(fields: readonly Field[]): z.ZodObject {
  const softened = fields.map((field) => (field.type === 'password' ? { ...field, required: false } : field))
  return recordSchema(softened).extend({ version: z.number().int().min(1) })
}
