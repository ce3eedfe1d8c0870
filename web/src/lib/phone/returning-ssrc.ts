// Chromium plays the newest sender of a call it has not met before, and is deaf to an earlier one that speaks again: queue
// music, an agent, music on hold. That shows in its own counts, and negotiating with itself makes it forget whom it met.

/** so many packets that nobody was given, of some 50 a second */
const UNHEARD = 8
const LOOK_MS = 250

interface Counted {
  /** by the transport */
  came: number
  /** by whoever plays them */
  heard: number
}

export function keepHearing(connection: RTCPeerConnection): () => void {
  let before: Counted | undefined
  let mending = false
  const timer = setInterval(() => void look(), LOOK_MS)
  async function look(): Promise<void> {
    if (mending || connection.connectionState !== 'connected') return
    const now = countsOf(await connection.getStats())
    const deaf = before && now.came - before.came >= UNHEARD && now.heard === before.heard
    before = now
    if (!deaf || connection.signalingState !== 'stable') return
    mending = true
    await meetAnew(connection).catch(() => {
      // closed meanwhile, or a renegotiation of the call's own came first: the next look tells
    })
    mending = false
  }
  return () => clearInterval(timer)
}

function countsOf(stats: RTCStatsReport): Counted {
  const counted = { came: 0, heard: 0 }
  stats.forEach((each: { type: string; packetsReceived?: number }) => {
    if (each.type === 'transport') counted.came += each.packetsReceived ?? 0
    else if (each.type === 'inbound-rtp') counted.heard += each.packetsReceived ?? 0
  })
  return counted
}

/** Nothing of this leaves the page: the peer's description is taken once without its sound, and once as it was. */
async function meetAnew(connection: RTCPeerConnection): Promise<void> {
  const sdp = asAnswer(connection)
  for (const answer of [sdp.replace(/^a=(sendrecv|sendonly|recvonly)\r?$/m, 'a=inactive'), sdp]) {
    await connection.setLocalDescription(await connection.createOffer())
    await connection.setRemoteDescription({ type: 'answer', sdp: answer })
  }
}

/** What the peer said, as if we had offered; DTLS keeps the roles it has. */
function asAnswer({ localDescription, remoteDescription }: RTCPeerConnection): string {
  const roleIn = (sdp = ''): string | undefined => /^a=setup:(active|passive)\r?$/m.exec(sdp)?.[1]
  const ours = roleIn(localDescription?.sdp)
  const theirs = roleIn(remoteDescription?.sdp) ?? (ours === 'active' ? 'passive' : 'active')
  return (remoteDescription?.sdp ?? '').replace(/^a=setup:\w+/m, `a=setup:${theirs}`)
}
