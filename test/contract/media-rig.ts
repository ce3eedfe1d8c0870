// What the media contract needs of a node to drive it: callers, phones, orders, and ears for news.
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { LegTruth, MediaAnswer, MediaHello, MediaNews, MediaOrder } from '#engine/protocol/media.ts'

export type NewsOf<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

export interface CallerUnderTest {
  press(digits: string): void
  hangUp(): void
  hold(held: boolean): Promise<void>
  /** what he was turned away with */
  status(): number | undefined
  ended(): boolean
}

export type PhoneManner = 'answers' | 'rings' | 'busy' | 'unregistered'

export interface MediaUnderTest {
  node: string
  order(order: MediaOrder, options?: { id?: string; epoch?: number }): Promise<MediaAnswer>
  legs(): Promise<LegTruth[]>
  hello(): Promise<MediaHello>
  drain(on: boolean): Promise<void>
  /** the first news of this kind that fits, and who got it; fails when none comes in time */
  heard<Type extends MediaNews['type']>(type: Type, fits?: (news: NewsOf<Type>) => boolean): Promise<NewsOf<Type>>
  ownerOf(news: MediaNews): ActorRef | undefined
  /** a call comes in over trunk `t1` from 13800138000 */
  call(to: string): CallerUnderTest
  /** how a user's phone behaves from now on */
  phone(user: string, manner: PhoneManner): void
  /** hangs up the phone that has this leg */
  phoneHangsUp(legId: string): void
  /** the legs whose sound reaches this leg's phone, sorted */
  hears(legId: string): Promise<string[]>
  /** waits until it comes true */
  until(predicate: () => boolean | Promise<boolean>, what: string): Promise<void>
  stop(): Promise<void>
}

/** of every order unless said otherwise */
export const EPOCH = 5
