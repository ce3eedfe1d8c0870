// A new voicemail is told at once: on the pages of whoever may hear it, and by e-mail where an address is set.
import type { Bus } from '../ports/bus.ts'
import type { Letter, Mail } from '../ports/mail.ts'
import type { MessageLeft } from '../records/call-log/project-calls.ts'
import type { Sql } from '../records/store/postgres.ts'
import { NOTICE_SUBJECT } from './live/follow.ts'
import { messageNotice, privateNotice } from './live/message-notice.ts'

interface Parts {
  bus: Bus
  sql: Sql
  mail: Mail
}

export async function tellMessage({ bus, sql, mail }: Parts, message: MessageLeft): Promise<void> {
  // by the bus: pages hang on every gateway
  const notice =
    message.agentId === undefined ? messageNotice(message.queueName) : privateNotice(message.agentId, message.byName)
  bus.publish(NOTICE_SUBJECT, notice)
  if (!mail.on) return
  const to = await addressesOf(sql, message)
  if (to.length > 0) await mail.send(letterOf(to, notice))
}

async function addressesOf(sql: Sql, { agentId, queueId }: MessageLeft): Promise<string[]> {
  const [row] =
    agentId === undefined
      ? await sql<{ mail: string }[]>`select message_mail as mail from queues where id = ${queueId}`
      : await sql<{ mail: string }[]>`select email as mail from agents where id = ${agentId}`
  return (row?.mail ?? '').split(/[,;\s]+/).filter((address) => address !== '')
}

/** The sound stays where rights rule it: a letter only says that there is one. */
const letterOf = (to: string[], { zh, en }: { zh: string; en: string }): Letter => ({
  to,
  subject: `${zh} / ${en}`,
  text: `${zh}\n请登录听澜收听。\n\n${en}\nSign in to Tinglan to hear it.\n`,
})
