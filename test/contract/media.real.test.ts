// The media contract on the real node: our SIP stack as its peers, a real rtpengine.
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { Dialog, IncomingInvite } from '#media/sip/api.ts'
import type { RtpEnd } from '#test/kit/audio.ts'
import { Ears } from '#test/kit/ears.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'
import { mediaContract } from './media.ts'
import { type CallerUnderTest, EPOCH, type MediaUnderTest, type NewsOf, type PhoneManner } from './media-rig.ts'

async function open(): Promise<MediaUnderTest> {
  const test = await TestNode.start()
  const manners = new Map<string, PhoneManner>()
  /** by user, and who was dialled by which leg */
  const dialogs = new Map<string, Dialog>()
  const users = new Map<string, string>()
  const ends = new Ears()
  const owners = new Map<MediaNews, ActorRef>()
  const openFor = async (user: string) => {
    const end = await ends.open()
    ends.is([...users].findLast(([, its]) => its === user)![0], end)
    return end
  }
  let calling: RtpEnd | undefined
  test.peer.onCall = (invite) => {
    const user = invite.requestUser
    void pickUp(invite, manners.get(user), () => openFor(user)).then((dialog) => dialog && dialogs.set(user, dialog))
  }
  return {
    node: test.name,
    order(order, { id, epoch = EPOCH } = {}) {
      if (order.type === 'dial' && order.target.type === 'user') users.set(order.legId, order.target.user)
      return test.order(order, { epoch, ...(id === undefined ? {} : { id }) })
    },
    legs: () => test.legs(),
    hello: () => test.hello(),
    drain: (on) => test.drain(on),
    async heard(type, fits) {
      const news = await test.heard(type, fits)
      owners.set(news, test.ownerOf(news)!)
      if (type === 'call-arrived') ends.is((news as NewsOf<'call-arrived'>).legId, calling!)
      return news
    },
    ownerOf: (news) => owners.get(news),
    hears: (legId) => ends.hears(legId),
    call: (to) => call(test, to, async () => (calling = await ends.open())),
    phone: (user, manner) => void manners.set(user, manner),
    phoneHangsUp: (legId) => dialogs.get(users.get(legId) ?? '')?.bye(),
    until: async (predicate, what) => void (await waitFor(predicate, { what })),
    async stop() {
      ends.close()
      await test.stop()
    },
  }
}

async function pickUp(
  invite: IncomingInvite,
  manner: PhoneManner | undefined,
  open: () => Promise<RtpEnd>,
): Promise<Dialog | undefined> {
  if (manner === 'busy') invite.reject(486)
  else if (manner === 'answers' || manner === 'rings') invite.progress(180)
  else invite.reject(480, 'Not registered')
  if (manner !== 'answers') return undefined
  const end = await open()
  end.connect(invite.sdp!)
  return invite.accept(end.sdp(), {})
}

function call(test: TestNode, to: string, open: () => Promise<RtpEnd>): CallerUnderTest {
  let status: number | undefined
  let ended = false
  let audio: RtpEnd | undefined
  let dialog: Dialog | undefined
  let hangUp = () => {}
  let gone = false
  void open().then((end) => {
    audio = end
    const outgoing = test.peer.stack.invite({
      ...{ uri: `sip:${to}@tinglan`, from: { uri: 'sip:13800138000@test' }, sdp: end.sdp() },
      headers: { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' },
      handlers: { ended: () => (ended = true) },
      onAccepted(made, sdp) {
        dialog = made
        end.connect(sdp)
      },
      onRejected: (result) => {
        status = result.status
      },
    })
    hangUp = () => (dialog ? dialog.bye() : outgoing.cancel())
    if (gone) hangUp()
  })
  return {
    press: (digits) => audio?.press(digits),
    hangUp() {
      gone = true
      hangUp()
    },
    hold: async (held) => void (await dialog!.reinvite(audio!.sdp(held ? 'sendonly' : 'sendrecv', held ? 2 : 3))),
    status: () => status,
    ended: () => ended,
  }
}

mediaContract('rtpengine', open)
