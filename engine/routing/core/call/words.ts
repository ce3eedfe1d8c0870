// The commands and news of a call by name, for the cells.
import type { CallCommand } from '#engine/protocol/call.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { QueueNotice } from '#engine/protocol/queue.ts'

export type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>
export type Command<Type extends CallCommand['type']> = Extract<CallCommand, { type: Type }>
export type Notice<Type extends QueueNotice['type']> = Extract<QueueNotice, { type: Type }>
