// Chromium with a microphone that plays a WAV, and ears: the spectrum of what a page's WebRTC connection hears.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
]

export interface Browser {
  page(): Promise<Page>
  context: BrowserContext
  close(): Promise<void>
}

/** A browser of its own with an empty profile; `hz` is the tone that its microphone hears. */
export async function startBrowser(hz: number, size = { width: 1440, height: 900 }): Promise<Browser> {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-browser-'))
  const microphone = join(dir, 'microphone.wav')
  execFileSync('sox', [
    '-n',
    '-b',
    '16',
    '-r',
    '48000',
    '-c',
    '1',
    microphone,
    'synth',
    '10',
    'sine',
    String(hz),
    'gain',
    '-9',
  ])
  const context = await chromium.launchPersistentContext(join(dir, 'profile'), {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: size,
    locale: 'zh-CN',
    permissions: ['microphone', 'notifications'],
    args: [...FLAGS, `--use-file-for-fake-audio-capture=${microphone}`],
  })
  // keeps every connection, so that tests can listen to what it receives
  await context.addInitScript(`
    window.__connections = []
    const Original = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Original {
      constructor(...args) { super(...args); window.__connections.push(this) }
    }`)
  return {
    context,
    page: () => context.newPage(),
    async close() {
      await context.close()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

// A string, not a function: the tests' types know Node, not the browser.
const LISTEN = `(async () => {
  const open = window.__connections.filter((each) => each.connectionState === 'connected')
  const tracks = open.flatMap((each) => each.getReceivers().map((receiver) => receiver.track).slice(0, 1))
  if (tracks.length === 0) return { hz: 0, level: -1000 }
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 8192
  analyser.smoothingTimeConstant = 0
  for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  await new Promise((resolve) => setTimeout(resolve, 700))
  const bins = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(bins)
  let best = 0
  for (let n = 1; n < bins.length; n++) if (bins[n] > bins[best]) best = n
  const found = { hz: (best * context.sampleRate) / analyser.fftSize, level: Math.max(-1000, bins[best]) }
  await context.close()
  return found
})()`

/** Loudest frequency (Hz) in what the page's open connections hear together, with its level in dB; -1000 = silence. */
export const hears = (page: Page): Promise<{ hz: number; level: number }> => page.evaluate(LISTEN)
