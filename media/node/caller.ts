// Who calls: the number From says, or the one a trusted trunk asserts (RFC 3325). A number kept back is '' (RFC 3323).
import { bareNumber, isAnonymous } from '#engine/numbers/phone-number.ts'
import type { IncomingInvite } from '#media/sip/api.ts'
import { parseAddress, parseUri, unescapeUser } from '#media/sip/syntax.ts'

type Said = Pick<IncomingInvite, 'from' | 'headers'>

/** Only Kamailio says whether a trunk is believed: it has removed the header from whatever came from outside. */
const isTrusted = ({ headers }: Said): boolean => headers.get('X-Tinglan-Identity') === 'trusted'

export function callerOf(invite: Said): { number: string; name: string } {
  const { from, headers } = invite
  const said = numberOf(from.uri)
  if (isTrusted(invite)) {
    const asserted = asserts(headers)
    if (asserted !== undefined) {
      const hidden = /\b(id|user)\b/i.test(headers.get('Privacy') ?? '')
      // From may be the trunk's own account: its name is then nobody's
      const name = isAnonymous(said) ? '' : from.name
      return hidden ? { number: '', name: '' } : { number: asserted, name }
    }
  }
  return isAnonymous(said) ? { number: '', name: '' } : { number: said, name: from.name }
}

/** P-Asserted-Identity first, then the older Remote-Party-ID of whoever calls, unless it keeps the number back. */
function asserts(headers: Said['headers']): string | undefined {
  const asserted = headers
    .all('P-Asserted-Identity')
    .map(numberIn)
    .find((number) => number !== '')
  if (asserted !== undefined) return asserted
  for (const value of headers.all('Remote-Party-ID')) {
    const params = parseAddress(value)?.params
    if (!params || (params.get('party') ?? 'calling') !== 'calling') continue
    return /^(full|uri)$/i.test(params.get('privacy') ?? '') ? '' : numberIn(value)
  }
  return undefined
}

/** A number that a Contact names (302); '' when it names none. */
export const numberIn = (value: string): string => numberOf(parseAddress(value)?.uri ?? '')

/** The user part of a SIP URI, or what stands in its place in `tel:+86…;phone-context=…`. */
const numberOf = (uri: string): string =>
  bareNumber(parseUri(uri)?.user ?? (/^tel:/i.test(uri) ? unescapeUser(uri.slice('tel:'.length)) : ''))
