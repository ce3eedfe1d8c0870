// Secret keys of callers, in memory only: taken out of news before the machine sees them, put back into what is asked.
import type { Lookup } from '#engine/protocol/lookups.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { secretToken, tokensIn } from '#engine/protocol/secrets.ts'
import type { AnyEnvelope } from './actor.ts'

/** of one call; the oldest go, and are asked for again if they are needed */
const MOST = 20

/** `token`: what it stood for is not known here any more, as after a restart */
export type Revealed = { lookup: Lookup } | { token: string }

export class Secrets {
  readonly #ofActor = new Map<string, Map<string, string>>()

  /** The envelope with a token for its digits, if they are secret; `id` is the decision's. */
  hide(key: string, envelope: AnyEnvelope, id: string): AnyEnvelope {
    const news = (envelope.command as { news?: MediaNews }).news
    if (news?.type !== 'digits-collected' || !news.secret || news.digits === '') return envelope
    const digits = secretToken(id)
    this.#keep(key, digits, news.digits)
    return { ...envelope, command: { type: 'news', news: { ...news, digits, count: news.digits.length } } as never }
  }

  reveal(key: string, lookup: Lookup): Revealed {
    if (lookup.type !== 'http' && lookup.type !== 'pin') return { lookup }
    const known = this.#ofActor.get(key)
    const lost = tokensIn(JSON.stringify(lookup)).find((token) => !known?.has(token))
    if (lost !== undefined) return { token: lost }
    const open = (text: string, written: (digits: string) => string) =>
      tokensIn(text).reduce((now, token) => now.replace(token, () => written(known?.get(token) ?? '')), text)
    if (lookup.type === 'pin') return { lookup: { ...lookup, pin: open(lookup.pin, String) } }
    const values = Object.entries(lookup.values).map(([name, value]) => [name, open(value, String)])
    return { lookup: { ...lookup, url: open(lookup.url, encodeURIComponent), values: Object.fromEntries(values) } }
  }

  forget(key: string): void {
    this.#ofActor.delete(key)
  }

  #keep(key: string, token: string, digits: string): void {
    const all = this.#ofActor.get(key) ?? new Map<string, string>()
    all.set(token, digits)
    for (const oldest of all.keys()) if (all.size > MOST) all.delete(oldest)
    this.#ofActor.set(key, all)
  }
}
