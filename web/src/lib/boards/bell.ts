// A sound when a tile turns red: two short tones. Browsers give none before somebody has touched the page.

export class Bell {
  #context: AudioContext | undefined

  /** whether it can be heard */
  get ready(): boolean {
    return this.#context?.state === 'running'
  }

  /** by a press of somebody, or where the browser is set to allow it */
  async open(): Promise<boolean> {
    this.#context ??= new AudioContext()
    await Promise.race([this.#context.resume(), new Promise((done) => setTimeout(done, 300))])
    return this.ready
  }

  ring(): void {
    const context = this.#context
    if (!context || !this.ready) return
    for (const [n, hertz] of [880, 660].entries()) {
      const tone = new OscillatorNode(context, { frequency: hertz })
      const loud = new GainNode(context, { gain: 0.2 })
      tone.connect(loud).connect(context.destination)
      tone.start(context.currentTime + n * 0.25)
      tone.stop(context.currentTime + n * 0.25 + 0.2)
    }
  }

  close(): void {
    void this.#context?.close()
  }
}
