// The media contract on the in-memory node.
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { type MemoryMedia, memoryMedia } from '#media/memory/media.ts'
import type { MemoryCaller, PhoneScript } from '#media/memory/scripts.ts'
import { waitFor } from '#test/kit/wait.ts'
import { mediaContract } from './media.ts'
import { EPOCH, type MediaUnderTest, type NewsOf, type PhoneManner } from './media-rig.ts'

const clock = {
  steady: () => performance.now(),
  now: () => Date.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms)
    return { cancel: () => clearTimeout(timer) }
  },
}

const SCRIPTS: Record<PhoneManner, PhoneScript | undefined> = {
  answers: { type: 'answers', afterMs: 20 },
  rings: { type: 'rings' },
  busy: { type: 'rejects', status: 486, afterMs: 5 },
  unregistered: undefined,
}

async function open(): Promise<MediaUnderTest> {
  const news: { owner: ActorRef; news: MediaNews }[] = []
  const owners = new Map<MediaNews, ActorRef>()
  const phones = new Map<string, PhoneManner>()
  const callers = new Map<string, MemoryCaller>()
  const media: MemoryMedia = await memoryMedia({
    ...{ node: 'memory', clock },
    onNews: (owner, envelope) => void news.push({ owner, news: envelope.news }),
    phone: (user) => SCRIPTS[phones.get(user) ?? 'unregistered'],
    soundMs: (sound) => (sound.type === 'silence' ? sound.ms : undefined),
  })
  let ids = 0
  return {
    node: 'memory',
    order: (order, { id = `o${++ids}`, epoch = EPOCH } = {}) =>
      media.order('memory', { id, epoch, cause: 'test', order }),
    legs: () => media.legs('memory'),
    hello: async () => media.nodes()[0]!,
    drain: async (on) => media.drain(on),
    async heard<Type extends MediaNews['type']>(type: Type, fits: (news: NewsOf<Type>) => boolean = () => true) {
      const find = () => news.findIndex((each) => each.news.type === type && fits(each.news as NewsOf<Type>))
      await waitFor(() => find() >= 0, { what: `${type} among ${JSON.stringify(news)}` })
      const [found] = news.splice(find(), 1)
      owners.set(found!.news, found!.owner)
      return found!.news as NewsOf<Type>
    },
    ownerOf: (each) => owners.get(each),
    async hears(legId) {
      const audioOf = (id: string) => callers.get(id)?.audio ?? media.phoneOf(id)?.audio
      const ids = audioOf(legId)!.hearsNow()
      return media
        .truth()
        .map((leg) => leg.legId)
        .filter((id) => ids.includes(audioOf(id)?.id ?? ''))
        .sort()
    },
    call(to) {
      const caller = media.caller({ number: '13800138000', to, origin: { type: 'trunk', trunkId: 't1' } })
      callers.set(caller.legId, caller)
      return {
        press: (digits) => caller.press(digits),
        hangUp: () => caller.hangUp(),
        hold: (held) => caller.hold(held),
        status: () => caller.status,
        ended: () => caller.state === 'ended',
      }
    },
    phone: (user, manner) => void phones.set(user, manner),
    phoneHangsUp: (legId) => media.phoneOf(legId)?.hangUp(),
    until: async (predicate, what) => void (await waitFor(predicate, { what })),
    stop: async () => {},
  }
}

mediaContract('memory', open)
