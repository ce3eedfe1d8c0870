// A dialog's bare facts (RFC 3261 12): made from a request or a response, saved and restored as JSON.
import type { DialogSnapshot, SipParty } from './api.ts'
import { TRUNK_HEADER } from './challenge.ts'
import type { SipRequest, SipResponse } from './message.ts'
import { type Address, isAbsoluteUri, parseAddress, parseUri, unescapeUser } from './syntax.ts'

export interface DialogState {
  role: 'caller' | 'callee'
  callId: string
  localTag: string
  remoteTag: string
  /** From/To values as they stand on the wire, with tags. */
  local: string
  remote: string
  target: string
  routes: string[]
  localSeq: number
  remoteSeq: number
  allow: string[]
  localSdp: string
  remoteSdp: string
  /** The trunk it goes over, whose password the edge knows; '' for all others. */
  trunk: string
}

/** Numbers that the dead process may have used after its last snapshot. */
const RESTORE_GAP = 100

export function stateOfCallee(request: SipRequest, toTag: string): DialogState {
  return {
    role: 'callee',
    callId: request.callId,
    localTag: toTag,
    remoteTag: request.fromTag,
    local: withTag(request.headers.get('to')!, toTag),
    remote: request.headers.get('from')!,
    target: request.contact?.uri ?? request.from.uri,
    routes: [...request.headers.all('record-route')],
    localSeq: 0,
    remoteSeq: request.cseq,
    allow: [...request.headers.all('allow')],
    localSdp: '',
    remoteSdp: '',
    trunk: request.headers.get(TRUNK_HEADER) ?? '',
  }
}

export function stateOfCaller(response: SipResponse, requestUri: string, trunk: string): DialogState {
  return {
    role: 'caller',
    callId: response.callId,
    localTag: response.fromTag,
    remoteTag: response.toTag,
    local: response.headers.get('from')!,
    remote: response.headers.get('to')!,
    target: response.contact?.uri ?? requestUri,
    routes: [...response.headers.all('record-route')].reverse(),
    localSeq: response.cseq,
    remoteSeq: -1,
    allow: [...response.headers.all('allow')],
    localSdp: '',
    remoteSdp: '',
    trunk,
  }
}

export function snapshotOf(state: DialogState, session: DialogSnapshot['session']): DialogSnapshot {
  const { callId, localTag, remoteTag, ...rest } = state
  const id = { callId, localTag, remoteTag }
  return structuredClone({ version: 1 as const, id, ...rest, session })
}

export function stateOfSnapshot(snapshot: DialogSnapshot): DialogState {
  const { version, id, session, ...rest } = structuredClone(snapshot)
  if (version !== 1) throw new Error(`dialog snapshot of version ${version}: this stack reads version 1`)
  // snapshots of before 2026-11-30 name no trunk
  return { ...rest, ...id, trunk: rest.trunk ?? '', localSeq: rest.localSeq + RESTORE_GAP }
}

export function partyOf(address: Address): SipParty {
  const user = parseUri(address.uri)?.user ?? unescapeUser(address.uri.replace(/^[a-z]+:/i, '').split(/[;@]/)[0] ?? '')
  return { user, name: address.name, uri: address.uri }
}

export function remoteParty(state: DialogState): SipParty {
  const address = parseAddress(state.remote)
  return address ? partyOf(address) : { user: '', name: '', uri: state.remote }
}

/** A new Contact moves the target; one that is no SIP URI is not followed. */
export function moveTarget(state: DialogState, contact: Address | undefined): void {
  if (contact && isAbsoluteUri(contact.uri) && parseUri(contact.uri)) state.target = contact.uri
}

function withTag(value: string, tag: string): string {
  return /;\s*tag\s*=/i.test(value) ? value : `${value};tag=${tag}`
}
