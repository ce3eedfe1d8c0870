// The mixer's thread: a UDP port for each party, a tick every 20 ms for each room. Rooms tick in turns, so that not all of
// them are due at the same moment.
import { createSocket, type Socket } from 'node:dgram'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { Lateness } from './lateness.ts'
import { Party } from './party.ts'
import type { FromThread, Seat, ToThread } from './words.ts'

/** rtpengine's stubs are on this machine */
const LOOPBACK = '127.0.0.1'
const TICK_MS = 20
const TURNS = 4
const STEP_MS = TICK_MS / TURNS
/** further behind it goes on from now: what was missed is not sent in a burst */
const MOST_BEHIND_MS = 100
/** of this thread alone, where it may (root, CAP_SYS_NICE): a tick goes before a transcoding */
const PRIORITY = -15

interface Room {
  turn: number
  seats: Map<string, Seated>
}

interface Seated {
  party: Party
  room: string
  socket: Socket
  open: boolean
  speakers: readonly string[]
}

const rooms = new Map<string, Room>()
const seats = new Map<string, Seated>()
const lateness = new Lateness()
const say = (word: FromThread) => parentPort!.postMessage(word)
const random = () => Math.floor(Math.random() * 2 ** 31)

function takeSeat(take: number, { id, room: roomId, to, payloads }: Seat): void {
  leave(id)
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 16 })
  const room = rooms.get(roomId) ?? { turn: emptiestTurn(), seats: new Map() }
  const seated: Seated = { party: new Party(id, payloads, random), room: roomId, socket, open: false, speakers: [] }
  // a leg that is gone answers with "port unreachable"
  socket.on('error', (fault) => {
    if (seated.open) return
    say({ type: 'unseated', take, why: fault.message })
    if (seats.get(id) === seated) leave(id)
  })
  socket.on('message', (packet) => heard(seated, packet))
  // sound of this leg and of nobody else: the kernel throws the rest away
  socket.bind(0, LOOPBACK, () => {
    socket.connect(to.port, to.host, () => {
      seated.open = true
      say({ type: 'seated', take, port: socket.address().port })
    })
  })
  rooms.set(roomId, room)
  room.seats.set(id, seated)
  seats.set(id, seated)
  wire(room)
  run()
}

function emptiestTurn(): number {
  const load = Array.from({ length: TURNS }, () => 0)
  for (const { turn, seats } of rooms.values()) load[turn]! += seats.size
  return load.indexOf(Math.min(...load))
}

function heard(seated: Seated, packet: Buffer): void {
  seated.party.heard(packet, (key) => {
    for (const each of rooms.get(seated.room)?.seats.values() ?? []) {
      if (!each.open || !each.party.hears.includes(seated.party)) continue
      const sent = each.party.key(key)
      if (sent) each.socket.send(sent)
    }
  })
}

function leave(id: string): void {
  const seated = seats.get(id)
  if (!seated) return
  seats.delete(id)
  seated.open = false
  seated.socket.close()
  const room = rooms.get(seated.room)!
  room.seats.delete(id)
  if (room.seats.size === 0) rooms.delete(seated.room)
  else wire(room)
}

/** Who hears whom among those who are there. */
function wire(room: Room): void {
  for (const { party, speakers } of room.seats.values())
    party.hears = speakers.flatMap((id) => room.seats.get(id)?.party ?? [])
}

function tick({ seats }: Room): void {
  for (const { party } of seats.values()) party.speaker.tick()
  for (const { party, socket, open } of seats.values()) {
    const packet = open ? party.tick() : undefined
    if (packet) socket.send(packet)
  }
}

let due = 0
let turn = 0
let runs = false

/** With nobody here the thread sleeps. */
function run(): void {
  if (runs) return
  runs = true
  due = performance.now()
  step()
}

function step(): void {
  const now = performance.now()
  if (now - due > MOST_BEHIND_MS) due = now
  while (due <= now) {
    let ticked = false
    for (const room of rooms.values()) {
      if (room.turn !== turn) continue
      tick(room)
      ticked = true
    }
    if (ticked) lateness.note(now - due)
    turn = (turn + 1) % TURNS
    due += STEP_MS
  }
  runs = rooms.size > 0
  if (runs) setTimeout(step, Math.max(1, due - performance.now()))
}

parentPort!.on('message', (word: ToThread) => {
  if (word.type === 'seat') takeSeat(word.take, word.seat)
  else if (word.type === 'leave') leave(word.id)
  else if (word.type === 'ping')
    say({ type: 'pong', figures: { rooms: rooms.size, seats: seats.size, ...lateness.figures() } })
  else {
    const seated = seats.get(word.id)
    if (!seated) return
    seated.speakers = word.speakers
    wire(rooms.get(seated.room)!)
  }
})

try {
  setPriority(0, PRIORITY)
} catch {
  // not allowed: it mixes all the same
}
