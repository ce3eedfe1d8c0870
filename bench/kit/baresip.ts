// A real SIP phone: one baresip process driven through its ctrl_tcp module (netstrings of JSON).
// Used by the demo's simulated agents and by the end-to-end tests as caller and as desk phone.
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'

export interface BaresipAccount {
  user: string
  password: string
}

export interface BaresipOptions {
  /** working folder; recordings of what it heard and said land in it as WAV */
  dir: string
  /** address and port of the SIP edge */
  edge: string
  /** 127.0.0.x the phone binds to */
  address: string
  sipPort: number
  controlPort: number
  /** first of 20 RTP ports */
  rtpPort: number
  /** registers these; none = calls without registering, as a trunk does */
  accounts: BaresipAccount[]
  /** number it calls from when it does not register */
  callerNumber?: string
  /** WAV it speaks; its end ends the call, 8 or 16 kHz mono */
  voice: string
  answer: 'auto' | 'manual'
  /** how it sends its keys, default RFC 4733 */
  keys?: 'rtpevent' | 'info'
  /** the only codec it speaks, default A-law */
  codec?: 'pcma' | 'pcmu' | 'opus'
  /** dump both directions as WAV (sndfile module) */
  record?: boolean
}

/** `type` is baresip's: CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED, CALL_DTMF_START, REGISTER_OK, REGISTER_FAIL … */
export interface BaresipEvent {
  type: string
  class?: string
  accountaor?: string
  peeruri?: string
  id?: string
  param?: string
}

const CONNECT_TRIES = 50
const ANSWER_MS = 5_000

const config = (o: BaresipOptions): string => `poll_method epoll
sip_listen ${o.address}:${o.sipPort}
sip_verify_server no
call_local_timeout 300
call_max_calls 20
call_hold_other_calls no
audio_player aufile,${join(o.dir, 'player.wav')}
audio_source aufile,${o.voice}
audio_alert aufile,${join(o.dir, 'alert.wav')}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
audio_level no
rtp_ports ${o.rtpPort}-${o.rtpPort + 19}
rtp_stats no
jitter_buffer_type fixed
jitter_buffer_delay 1-5
net_interface ${o.address}
module_path /usr/lib/baresip/modules
module g711.so
${o.codec === 'opus' ? 'module opus.so\n' : ''}module aufile.so
${o.record ? 'module sndfile.so\n' : ''}module account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen ${o.address}:${o.controlPort}
snd_path ${o.dir}
`

const media = ({ codec = 'pcma', keys = 'rtpevent' }: BaresipOptions): string =>
  `audio_codecs=${codec === 'opus' ? 'opus/48000/2' : codec};dtmfmode=${keys}`

const account = (o: BaresipOptions, each: BaresipAccount): string =>
  `<sip:${each.user}@${o.edge}>;auth_user=${each.user};auth_pass=${each.password};answermode=${o.answer};regint=600;${media(o)}\n`

const trunkAccount = (o: BaresipOptions): string =>
  `<sip:${o.callerNumber ?? 'trunk'}@${o.address}:${o.sipPort}>;regint=0;answermode=${o.answer};${media(o)};outbound="sip:${o.edge}"\n`

export class Baresip extends EventEmitter<{ event: [BaresipEvent] }> {
  readonly options: BaresipOptions
  readonly #child: ChildProcess
  #socket: net.Socket | undefined
  #waiting: ((answer: { ok: boolean; data: string }) => void)[] = []
  #log = ''

  constructor(options: BaresipOptions, child: ChildProcess) {
    super()
    this.options = options
    this.#child = child
    const keep = (part: Buffer): void => {
      this.#log = (this.#log + part.toString()).slice(-20_000)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
  }

  /** Last 20,000 characters of what the phone printed. */
  log(): string {
    return this.#log
  }

  /** its process is no more */
  ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  async connect(): Promise<void> {
    for (let tried = 0; ; tried++) {
      try {
        this.#socket = await new Promise<net.Socket>((resolve, reject) => {
          const socket = net.connect(this.options.controlPort, this.options.address, () => resolve(socket))
          socket.once('error', reject)
        })
        break
      } catch (cause) {
        if (tried >= CONNECT_TRIES || this.#child.exitCode !== null)
          throw new Error(`baresip did not start: ${this.#log}`, { cause })
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    let buffer = Buffer.alloc(0)
    this.#socket.on('error', () => undefined)
    this.#socket.on('data', (part) => {
      buffer = Buffer.concat([buffer, part])
      for (;;) {
        const colon = buffer.indexOf(58)
        if (colon < 0) return
        const length = Number(buffer.toString('latin1', 0, colon))
        if (buffer.length < colon + 1 + length + 1) return
        this.#heard(buffer.toString('utf8', colon + 1, colon + 1 + length))
        buffer = buffer.subarray(colon + 1 + length + 1)
      }
    })
  }

  #heard(text: string): void {
    const message = JSON.parse(text) as {
      event?: boolean
      response?: boolean
      ok?: boolean
      data?: string
    } & BaresipEvent
    if (message.event) this.emit('event', message)
    else if (message.response) this.#waiting.shift()?.({ ok: message.ok ?? false, data: message.data ?? '' })
  }

  /** A baresip command such as dial, accept, hangup, sndcode. Throws when the phone does not answer. */
  async command(command: string, params = ''): Promise<{ ok: boolean; data: string }> {
    const text = JSON.stringify({ command, params, token: '' })
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`baresip did not answer ${command}: ${this.#log}`)), ANSWER_MS)
      this.#waiting.push((answer) => {
        clearTimeout(timer)
        resolve(answer)
      })
      this.#socket?.write(`${Buffer.byteLength(text)}:${text},`)
    })
  }

  dial(number: string): Promise<{ ok: boolean; data: string }> {
    return this.command('dial', `sip:${number}@${this.options.edge}`)
  }

  accept(): Promise<{ ok: boolean; data: string }> {
    return this.command('accept')
  }

  hangUp(): Promise<{ ok: boolean; data: string }> {
    return this.command('hangup')
  }

  /** Keys, one after another. */
  async press(digits: string): Promise<void> {
    for (const digit of digits) {
      await this.command('sndcode', digit)
      await new Promise((resolve) => setTimeout(resolve, 120))
      // the key comes up again (baresip's KEYCODE_REL): only then is the event ended
      await this.command('sndcode', '\u0004')
      await new Promise((resolve) => setTimeout(resolve, 80))
    }
  }

  /** The next event of a type. */
  next(type: string, timeoutMs = 15_000): Promise<BaresipEvent> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.off('event', heard)
        reject(new Error(`no ${type} from baresip within ${timeoutMs} ms: ${this.#log.slice(-3_000)}`))
      }, timeoutMs)
      const heard = (event: BaresipEvent): void => {
        if (event.type !== type) return
        clearTimeout(timer)
        this.off('event', heard)
        resolve(event)
      }
      this.on('event', heard)
    })
  }

  /** WAV files of the call: `dec` is what the phone heard, `enc` what it said. */
  async recorded(which: 'dec' | 'enc'): Promise<string[]> {
    const files = (await readdir(this.options.dir)).filter(
      (name) => name.startsWith('dump-') && name.endsWith(`${which}.wav`),
    )
    return files.sort().map((name) => join(this.options.dir, name))
  }

  async stop(): Promise<void> {
    this.#socket?.destroy()
    if (this.ended()) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 3_000)
    await ended
    clearTimeout(timer)
  }
}

/** Starts the phone and waits for its control port. Throws with the phone's output when it does not come up. */
export async function startBaresip(options: BaresipOptions): Promise<Baresip> {
  await mkdir(options.dir, { recursive: true })
  await writeFile(join(options.dir, 'config'), config(options))
  const accounts = options.accounts.map((each) => account(options, each)).join('') || trunkAccount(options)
  await writeFile(join(options.dir, 'accounts'), accounts)
  await writeFile(join(options.dir, 'contacts'), '')
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'baresip', '-f', options.dir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.dir,
  })
  const phone = new Baresip(options, child)
  await phone.connect()
  return phone
}
