// Asking for the microphone and measuring it, apart from any call.
import { audioWanted } from './devices.ts'
import type { MicState } from './port.ts'

export function micFault(fault: unknown): MicState {
  const name = fault instanceof DOMException ? fault.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'denied'
}

/** Ask once, so that the browser's question does not come while a caller waits. */
export async function askMicrophone(): Promise<MicState> {
  if (!window.isSecureContext || !navigator.mediaDevices) return 'insecure'
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted() })
    for (const track of stream.getTracks()) track.stop()
    return 'ok'
  } catch (fault) {
    return micFault(fault)
  }
}

/** Reports the level 0..1 ten times a second until stopped. */
export async function measureMicrophone(onLevel: (level: number) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted() })
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    let sum = 0
    for (const sample of samples) sum += sample * sample
    onLevel(Math.min(1, Math.sqrt(sum / samples.length) * 4))
  }, 100)
  return () => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
    void context.close()
  }
}
