// A REFER inside a dialog (RFC 3515): 202, then NOTIFY with message/sipfrag until a final status.
import type { IncomingRefer } from './api.ts'
import type { Body, HeaderLines } from './build.ts'
import type { ServerHandle } from './env.ts'
import { phraseOf } from './reasons.ts'
import { cleanValue, parseAddress, parseParams, parseUri } from './syntax.ts'

export type SendNotify = (spec: { headers: HeaderLines; body: Body }) => void

/** Undefined when Refer-To is missing or no SIP URI. */
export function incomingRefer(transaction: ServerHandle, notify: SendNotify): IncomingRefer | undefined {
  const request = transaction.request
  const referTo = parseAddress(request.headers.get('refer-to') ?? '')
  const uri = referTo && parseUri(referTo.uri)
  if (!uri) return undefined
  let state: 'asked' | 'going' | 'over' = 'asked'
  const progress = (status: number, reason?: string) => {
    if (state !== 'going') return
    if (status >= 200) state = 'over'
    notify({
      headers: [
        ['Event', `refer;id=${request.cseq}`],
        ['Subscription-State', state === 'over' ? 'terminated;reason=noresource' : 'active;expires=180'],
      ],
      body: {
        type: 'message/sipfrag;version=2.0',
        text: `SIP/2.0 ${status} ${cleanValue(reason ?? phraseOf(status))}\r\n`,
      },
    })
  }
  return {
    target: referTo.uri.split('?')[0]!,
    targetUser: uri.user,
    referredBy: request.headers.get('referred-by'),
    replaces: replacesOf(uri.headers),
    accept: () => {
      if (state !== 'asked') return
      state = 'going'
      transaction.reply({ status: 202, contact: true })
      progress(100)
    },
    reject: (status, reason) => {
      if (state !== 'asked') return
      state = 'over'
      transaction.reply({ status, reason })
    },
    progress,
  }
}

/** `?Replaces=call-id%3Bto-tag%3Da%3Bfrom-tag%3Db` (RFC 3891). */
function replacesOf(uriHeaders: string): IncomingRefer['replaces'] {
  const raw = /(?:^|&)replaces=([^&]*)/i.exec(uriHeaders)?.[1]
  if (!raw) return undefined
  let value: string
  try {
    value = decodeURIComponent(raw)
  } catch {
    return undefined
  }
  const [callId = ''] = value.split(';')
  const params = parseParams(value.slice(callId.length))
  const toTag = params.get('to-tag')
  const fromTag = params.get('from-tag')
  return callId && toTag && fromTag ? { callId, toTag, fromTag } : undefined
}
