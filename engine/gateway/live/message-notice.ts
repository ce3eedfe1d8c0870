// What people are told of a new voicemail.
import type { Told } from './hub.ts'

export const messageNotice = (queueName: string): Told => ({
  level: 'info',
  right: 'calls-all',
  zh: queueName ? `新留言：${queueName}` : '新留言',
  en: queueName ? `New voicemail: ${queueName}` : 'New voicemail',
})
