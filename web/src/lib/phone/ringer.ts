// The ring: 450 Hz, one second on and four off (the Chinese ringing tone), from Web Audio so that no file is loaded.
export interface Ringer {
  start(): void
  stop(): void
  /** one short tone to test the loudspeaker, or a beep at auto-answer */
  beep(): void
}

export function createRinger(): Ringer {
  let context: AudioContext | undefined
  let timer: ReturnType<typeof setInterval> | undefined

  function tone(seconds: number, volume: number): void {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const from = context.currentTime
    oscillator.frequency.value = 450
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(volume, from + 0.03)
    gain.gain.setValueAtTime(volume, from + seconds - 0.05)
    gain.gain.linearRampToValueAtTime(0, from + seconds)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(from + seconds)
  }

  return {
    start() {
      if (timer !== undefined) return
      tone(1, 0.18)
      timer = setInterval(() => tone(1, 0.18), 3_000)
    },
    stop() {
      clearInterval(timer)
      timer = undefined
    },
    beep: () => tone(0.25, 0.12),
  }
}
