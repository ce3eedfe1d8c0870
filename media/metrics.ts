// Figures of a media node for Prometheus, read off the node when they are asked for.
import { Gauge } from 'prom-client'
import type { AudioDriver } from './node/audio.ts'
import type { MediaNode } from './node/node.ts'
import type { SoundCache } from './prompts/cache.ts'
import type { SipStack } from './sip/api.ts'

export function exposeMetrics(
  { node, audio }: { node: MediaNode; audio: AudioDriver },
  cache: SoundCache,
  sip: () => SipStack | undefined,
): void {
  gauge('tinglan_media_legs', 'legs on the books', () => node.counts().legs)
  gauge('tinglan_media_mixes', 'calls with three or more who talk', () => audio.mixing().rooms)
  gauge('tinglan_media_mixed_legs', 'legs that are mixed', () => audio.mixing().seats)
  gauge('tinglan_media_mix_late_ms', 'ms that a tick of the mixer is late, p99 of late', () => audio.mixing().lateP99)
  gauge('tinglan_media_recording_stopped', '1 while the disk is too full to record', () => (node.short() ? 1 : 0))
  gauge(
    'tinglan_media_recordings_to_make',
    'recordings that have ended and whose files are not made yet',
    () => node.counts().recordingsToMake,
  )
  gauge('tinglan_media_news_waiting', 'news that no engine has taken yet', () => node.counts().newsWaiting)
  gauge('tinglan_media_news_lost', 'news that nobody took in time', () => node.counts().newsLost)
  gauge(
    'tinglan_media_turned_away',
    'callers turned away because more came than are carried',
    () => node.inflow().turnedAway,
  )
  gauge(
    'tinglan_media_new_calls_bound',
    'new calls a second that come in at present, 0 for no bound',
    () => node.inflow().bound ?? 0,
  )
  labelled('tinglan_media_orders', 'orders taken, by kind', 'order', () => node.counts().orders)
  labelled('tinglan_media_orders_refused', 'orders refused, by reason', 'reason', () => node.counts().refused)
  gauge('tinglan_media_sounds_bytes', 'sounds in the cache', () => cache.counts.bytes)
  gauge('tinglan_media_sounds_made', 'sounds made since the start', () => cache.counts.made)
  gauge('tinglan_media_sounds_found', 'sounds found in the cache', () => cache.counts.found)
  gauge('tinglan_media_sip_in', 'SIP messages in', () => sip()?.statistics().in ?? 0)
  gauge('tinglan_media_sip_out', 'SIP messages out', () => sip()?.statistics().out ?? 0)
  gauge('tinglan_media_sip_faults', 'bugs caught in SIP handlers', () => sip()?.statistics().faults ?? 0)
  gauge('tinglan_media_dialogs', 'SIP dialogs', () => sip()?.statistics().dialogs ?? 0)
}

function gauge(name: string, help: string, read: () => number): void {
  new Gauge({
    ...{ name, help },
    collect() {
      this.set(read())
    },
  })
}

function labelled(name: string, help: string, label: string, read: () => ReadonlyMap<string, number>): void {
  new Gauge({
    ...{ name, help, labelNames: [label] },
    collect() {
      for (const [value, count] of read()) this.set({ [label]: value }, count)
    },
  })
}
