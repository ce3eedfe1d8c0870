// The soft phone: SIP over WebSocket by JsSIP, audio by WebRTC. The only file that touches JsSIP.
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { UA } from 'jssip/lib/UA'
import type { SipCredentials } from '#engine/protocol/api.ts'
import { audioWanted, toSpeaker } from './devices.ts'
import { micFault } from './microphone.ts'
import type { PhoneEvent, PhonePort } from './port.ts'
import { keepHearing } from './returning-ssrc.ts'
import { watchQuality } from './watch-quality.ts'

/** asked for at each call: another headset may have been chosen */
const media = () => ({ mediaConstraints: { audio: audioWanted(), video: false }, pcConfig: { iceServers: [] } })
/** host candidates come at once; JsSIP would wait for the whole gathering, which some interfaces delay by seconds */
const ICE_WAIT_MS = 300
/** a way that is lost for a moment comes back by itself */
const ICE_PATIENCE_MS = 1_500

interface SipRequest {
  getHeader(name: string): string | undefined
}

/** Answer-Mode (RFC 5373), Call-Info answer-after and Alert-Info, as phones understand them. */
function wantsAutoAnswer(request: SipRequest): boolean {
  const mode = request.getHeader('Answer-Mode') ?? ''
  const info = `${request.getHeader('Call-Info') ?? ''} ${request.getHeader('Alert-Info') ?? ''}`
  return /^auto/i.test(mode) || /answer-after\s*=\s*0|auto-?answer/i.test(info)
}

interface Line {
  audio: HTMLAudioElement
  /** the engine's */
  callId: string | undefined
  stopKeeping(): void
}

function newLine(callId: string | undefined): Line {
  const audio = new Audio()
  audio.autoplay = true
  return { audio, callId, stopKeeping: () => undefined }
}

/** A guest may call but not register: it is ready as soon as the line is up. */
export function createJssipPhone(onEvent: (event: PhoneEvent) => void, as: 'agent' | 'guest' = 'agent'): PhonePort {
  let ua: UA | undefined
  /** the call that came or was dialled last */
  let session: RTCSession | undefined
  /** all of them: an agent may have one on hold and others beside it; who is heard, the engine decides */
  const lines = new Map<RTCSession, Line>()
  let muted = false
  let stopped = false
  /** this machine is on another network than when it registered: it registers again, then the sound follows */
  let movedNetwork = false
  const onNetwork = (): void => {
    movedNetwork = true
    if (ua?.isConnected()) ua.register()
  }

  function hear(of: RTCSession, connection: RTCPeerConnection): void {
    const line = lines.get(of)
    if (!line) return
    line.stopKeeping()
    const { audio } = line
    const keeping = keepHearing(connection)
    const watching = watchQuality(connection, (quality) => of === session && onEvent({ type: 'quality', quality }))
    line.stopKeeping = () => {
      keeping()
      watching()
    }
    void toSpeaker(audio)
    connection.addEventListener('iceconnectionstatechange', () => {
      if (connection.iceConnectionState === 'disconnected') setTimeout(() => mendSound(of, false), ICE_PATIENCE_MS)
    })
    connection.addEventListener('track', (event) => {
      audio.srcObject = event.streams[0] ?? new MediaStream([event.track])
      void audio.play().catch(() => {
        // autoplay refused: the next click of the user plays it (autoplay attribute)
      })
    })
  }

  function follow(next: RTCSession, incoming: boolean, callId?: string): void {
    session = next
    lines.set(next, newLine(callId))
    if (next.connection) hear(next, next.connection)
    next.on('peerconnection', (event: { peerconnection: RTCPeerConnection }) => hear(next, event.peerconnection))
    let gathering = false
    next.on('icecandidate', (event: { ready: () => void }) => {
      if (gathering) return
      gathering = true
      setTimeout(() => {
        gathering = false
        event.ready()
      }, ICE_WAIT_MS)
    })
    const over = (cause: string): void => {
      if (!letGo(next)) return
      if (session === next) session = [...lines.keys()].at(-1)
      if (session) onEvent({ type: 'one-over', left: lines.get(session)?.callId })
      else {
        muted = false
        onEvent({ type: 'over', cause })
      }
    }
    next.on('progress', () => !incoming && onEvent({ type: 'ringing' }))
    next.on('confirmed', () => {
      if (muted) next.mute({ audio: true })
      onEvent({ type: 'up' })
    })
    next.on('ended', (event: { cause: string }) => over(event.cause))
    next.on('failed', (event: { cause: string }) => over(event.cause))
    next.on('getusermediafailed', (fault: unknown) => onEvent({ type: 'mic', state: micFault(fault) }))
  }

  /** False when that was done before. */
  function letGo(one: RTCSession): boolean {
    const line = lines.get(one)
    lines.delete(one)
    line?.stopKeeping()
    if (line) line.audio.srcObject = null
    return line !== undefined
  }

  function onSession(event: { originator: string; session: RTCSession; request: SipRequest }): void {
    const incoming = event.originator === 'remote'
    if (!incoming) {
      follow(event.session, false)
      return
    }
    const auto = wantsAutoAnswer(event.request)
    const callId = event.request.getHeader('X-Call-Id')
    // a second call is one its own agent asked for, or the same one anew: else one still here is one whose end was not heard
    const before = [...lines].filter(([, line]) => !auto || line.callId === callId)
    follow(event.session, true, callId)
    for (const [old] of before) if (letGo(old) && !old.isEnded()) old.terminate()
    onEvent({
      type: 'incoming',
      auto,
      callId,
      from: event.session.remote_identity?.uri.user ?? '',
    })
  }

  /** The sound finds its way anew: over another network, or after the old way broke. */
  function mendSound(of: RTCSession, always: boolean): void {
    const state = of.connection?.iceConnectionState
    const broken = state === 'disconnected' || state === 'failed'
    if (!of.isEstablished() || !(always || broken)) return
    of.renegotiate({ rtcOfferConstraints: { iceRestart: true } })
  }

  async function start(credentials: SipCredentials): Promise<void> {
    const { UA, WebSocketInterface } = await import('jssip')
    if (stopped) return
    const agent = new UA({
      sockets: [new WebSocketInterface(credentials.server)],
      uri: credentials.uri,
      authorization_user: credentials.authorizationUser,
      password: credentials.password,
      session_timers: false,
      register: as === 'agent',
      register_expires: 120,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: 'Tinglan',
    })
    ua = agent
    if (as === 'guest') agent.on('connected', () => onEvent({ type: 'phone', state: 'registered' }))
    agent.on('registered', () => {
      onEvent({ type: 'phone', state: 'registered' })
      for (const each of lines.keys()) mendSound(each, movedNetwork)
      movedNetwork = false
    })
    agent.on('registrationFailed', (event: { cause?: string }) =>
      onEvent({ type: 'phone', state: 'failed', reason: event.cause ?? '' }),
    )
    agent.on('disconnected', () => !stopped && onEvent({ type: 'phone', state: 'connecting' }))
    agent.on('newRTCSession', onSession as never)
    onEvent({ type: 'phone', state: 'connecting' })
    addEventListener('online', onNetwork)
    agent.start()
  }

  return {
    async use(credentials) {
      if (!ua) return start(credentials)
      ua.set('authorization_user' as never, credentials.authorizationUser as never)
      ua.set('password' as never, credentials.password as never)
      if (as === 'agent' && ua.isConnected()) ua.register()
    },
    stop() {
      stopped = true
      removeEventListener('online', onNetwork)
      ua?.stop()
      ua = undefined
      onEvent({ type: 'phone', state: 'off' })
    },
    answer: () => session?.answer(media()),
    end(callId) {
      // one that came without the engine's id is the one meant
      const named = [...lines].find(([, line]) => (line.callId ?? callId) === callId)?.[0]
      const one = callId === undefined ? session : named
      if (one && !one.isEnded()) one.terminate()
    },
    dial: (target) => ua?.call(target, media()),
    mute(on) {
      muted = on
      for (const each of lines.keys()) {
        if (on) each.mute({ audio: true })
        else each.unmute({ audio: true })
      }
    },
    sendDigits: (digits) => session?.sendDTMF(digits, { transportType: 'RFC2833' as never, duration: 120 }),
  }
}
