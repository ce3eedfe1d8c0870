// What people are told of a new voicemail.
import type { Told } from './hub.ts'

/** For the one it is left for, and nobody else. */
export const privateNotice = (agentId: string, byName: string): Told => ({
  level: 'info',
  agentId,
  zh: byName ? `${byName} 给您留了言` : '您有一条新的私人留言',
  en: byName ? `${byName} left you a message` : 'You have a new private message',
})

export const messageNotice = (queueName: string): Told => ({
  level: 'info',
  right: 'calls-all',
  zh: queueName ? `新留言：${queueName}` : '新留言',
  en: queueName ? `New voicemail: ${queueName}` : 'New voicemail',
})
