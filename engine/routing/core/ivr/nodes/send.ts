// A text message or an e-mail, at once or later: the flow goes on at once, and the company's own sender is told of it by webhook.
import { tokensIn } from '#engine/protocol/secrets.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { number, text } from '#engine/routing/core/ivr/settings.ts'
import { fill } from '#engine/routing/core/ivr/values.ts'

const MOST_MS = 7 * 86_400_000

/** Nothing that was keyed in secret goes out. */
const withoutSecrets = (words: string): string =>
  tokensIn(words).reduce((rest, token) => rest.replaceAll(token, ''), words)

export default defineNode({
  type: 'send',
  label: { zh: '发送短信或邮件', en: 'Send a message' },
  help: {
    zh: '交给 Webhook“请求发送短信或邮件”的接收方（短信网关、邮件网关）发出；流程不等待，按键的密码不会发出',
    en: 'Given to whoever receives the webhook “A message is to be sent” (an SMS or mail gateway); the flow does not wait, and secret keys are never sent',
  },
  fields: [
    {
      name: 'channel',
      label: { zh: '方式', en: 'By' },
      type: 'choice',
      default: 'sms',
      options: [
        { value: 'sms', label: { zh: '短信', en: 'Text message' } },
        { value: 'mail', label: { zh: '邮件', en: 'E-mail' } },
      ],
    },
    {
      name: 'to',
      label: { zh: '收件人', en: 'To' },
      help: {
        zh: '号码或邮箱，可用变量，如 {caller}',
        en: 'A number or an address, also of variables such as {caller}',
      },
      ...{ type: 'text', required: true, maxLength: 200, default: '{caller}' },
    },
    {
      name: 'text',
      label: { zh: '内容', en: 'Words' },
      help: { zh: '可用变量，如 {time}', en: 'With variables such as {time}' },
      ...{ type: 'text', required: true, maxLength: 1000 },
    },
    {
      name: 'afterMs',
      label: { zh: '延后', en: 'After' },
      help: { zh: '0 为立即', en: '0 = at once' },
      ...{ type: 'duration', minMs: 0, maxMs: MOST_MS, default: 0 },
    },
  ],
  outlets: [{ name: 'done', label: { zh: '继续', en: 'Go on' }, required: true }],
  audible: () => false,
  enter({ node, values }) {
    const filled = (name: string): string => withoutSecrets(fill(text(node, name), values))
    const channel = text(node, 'channel') === 'mail' ? 'mail' : 'sms'
    const letter = { channel, to: filled('to'), text: filled('text'), afterMs: number(node, 'afterMs', 0) } as const
    // whoever has no number, or kept it back, cannot be sent one
    return { do: 'leave', outlet: 'done', ...(letter.to.trim() === '' ? {} : { send: letter }) }
  },
})
