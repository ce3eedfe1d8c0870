// Finds people by name, by pinyin or by number, at most a handful: for the palette. What may be seen is the asker's right.
import { pinyin } from 'pinyin-pro'
import type { Found } from '../protocol/api.ts'
import type { Fragment, Sql } from './store/postgres.ts'

export interface FindAsk {
  text: string
  agents: boolean
  customers: boolean
}

const MOST = 8
/** Names that a search by pinyin looks through: agents all, of the customers the newest. */
const MOST_NAMES = 2_000

interface Person {
  id: string
  number: string
  name: string
}

export async function findPeople(sql: Sql, { text, agents, customers }: FindAsk): Promise<Found> {
  const [foundAgents, foundCustomers] = await Promise.all([
    agents ? people(sql, sql`agents where enabled`, text) : [],
    customers ? people(sql, sql`customers where true`, text) : [],
  ])
  return { agents: foundAgents, customers: foundCustomers }
}

async function people(sql: Sql, from: Fragment, text: string): Promise<Person[]> {
  const pattern = `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  const plain = await sql<Person[]>`select id, number, name from ${from}
    and (number like ${pattern} or name ilike ${pattern}) order by number limit ${MOST}`
  if (plain.length >= MOST || !/^[a-z ]{1,40}$/i.test(text)) return plain
  const known = new Set(plain.map(({ id }) => id))
  const named = await sql<Person[]>`select id, number, name from ${from} and name <> ''
    order by id desc limit ${MOST_NAMES}`
  const byPinyin = named.filter(({ id, name }) => !known.has(id) && isPinyinOf(text, name))
  return [...plain, ...byPinyin].slice(0, MOST)
}

/** Syllables of names: computed once a name, as it costs more than the rest of the search. */
const syllables = new Map<string, string[]>()
const MOST_KEPT = 10_000

function syllablesOf(name: string): string[] {
  const known = syllables.get(name)
  if (known) return known
  if (syllables.size >= MOST_KEPT) syllables.clear()
  const made = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).map((one) =>
    one.toLowerCase(),
  )
  syllables.set(name, made)
  return made
}

/** `wangxy`, `wxy`, `xiaoy` and `wang xiao` are 王晓燕: syllables in a row, each whole, begun or by its first letter. */
export function isPinyinOf(text: string, name: string): boolean {
  const wanted = text.toLowerCase().replaceAll(' ', '')
  const made = syllablesOf(name)
  return made.some((_, from) => spells(wanted, made, from))
}

function spells(wanted: string, made: readonly string[], from: number): boolean {
  if (wanted === '') return true
  const syllable = made[from]
  if (syllable === undefined || syllable[0] !== wanted[0]) return false
  if (syllable.startsWith(wanted)) return true
  if (wanted.startsWith(syllable) && spells(wanted.slice(syllable.length), made, from + 1)) return true
  return spells(wanted.slice(1), made, from + 1)
}
