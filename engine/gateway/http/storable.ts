// What no store can hold, refused at the door of every route: NUL in an address, NUL and half characters in a body.
import { type Refused, refused } from '../../records/record/outcome.ts'
import { unseenAt } from '../../records/record/plain-text.ts'

/** `address`: path or query as it came, still encoded. */
export const hasNul = (address: string): boolean => /%00|\0/.test(address)

export const nulRefused = (): Refused => refused('bad-input', { detail: 'the address holds a NUL character (%00)' })

/** PostgreSQL refuses both in text and jsonb. Walked without recursion: a body may be nested as deep as it is long. */
export function unstorable(body: unknown): Refused | undefined {
  const todo: [path: string, value: unknown][] = [['', body]]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [path, value] = next
    if (typeof value === 'string') {
      if (!isStorable(value)) return refused('bad-input', { fields: [{ path, message: unseenAt(value) }] })
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (!isStorable(name)) return refused('bad-input', { fields: [{ path, message: unseenAt(name) }] })
        todo.push([path === '' ? name : `${path}.${name}`, inner])
      }
    }
  }
  return undefined
}

const isStorable = (text: string): boolean => !/\0|\p{Cs}/u.test(text)
