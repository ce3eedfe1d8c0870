// The least value that a schema takes, made from the schema itself: for tests that call every route there is.
import { z } from 'zod'

type Json = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Json[]
  oneOf?: Json[]
  allOf?: Json[]
  required?: string[]
  properties?: Record<string, Json>
  items?: Json
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  pattern?: string
  format?: string
  default?: unknown
}

/** Properties by these names are filled with them, required or not: the ids that an attacker would put there. */
export type Given = Readonly<Record<string, unknown>>

export function leastOf(schema: z.ZodType | undefined, given: Given = {}): unknown {
  if (!schema) return undefined
  return made(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, given)
}

const TEXTS = ['2027-01-05', '09:00', '0', '5', 'zh', 'a', 'aaaaaaaaaaaaaaaa']

function made(schema: Json, given: Given): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf
  if (choice) return made(choice[0]!, given)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => made(each, given)))
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).flatMap(([name, of]) => {
          if (name in given) return [[name, given[name]]]
          return schema.required?.includes(name) ? [[name, made(of, given)]] : []
        }),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => made(schema.items ?? {}, given))
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1)
    case 'boolean':
      return false
    case 'string':
      return textOf(schema)
    default:
      return {}
  }
}

function textOf({ pattern, minLength = 0, format }: Json): string {
  if (format === 'date') return TEXTS[0]!
  const fits = TEXTS.filter((text) => text.length >= minLength)
  return fits.find((text) => pattern === undefined || new RegExp(pattern, 'u').test(text)) ?? 'a'.repeat(minLength)
}
