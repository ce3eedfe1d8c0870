// Takes a message: words, a tone, then a recording until the hash key, silence, the limit or a hang-up.
import { promptsField } from '#engine/routing/core/ivr/fields.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { number, prompts, text } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

export const MESSAGE_MS = 180_000
export const SILENCE_MS = 8_000

export default defineNode({
  type: 'voicemail',
  label: { zh: '语音留言', en: 'Voicemail' },
  help: { zh: '录下来电者的留言，按井号键结束', en: 'Records a message; the hash key ends it' },
  fields: [
    promptsField(false),
    { name: 'queueId', label: { zh: '归属队列', en: 'Message is for queue' }, type: 'reference', to: 'queues' },
    {
      name: 'maxMs',
      label: { zh: '最长留言', en: 'Longest message' },
      type: 'duration',
      minMs: 5000,
      maxMs: 600_000,
      default: MESSAGE_MS,
    },
    {
      name: 'silenceMs',
      label: { zh: '静音结束', en: 'Silence ends it' },
      type: 'duration',
      minMs: 2000,
      maxMs: 60_000,
      default: SILENCE_MS,
    },
  ],
  outlets: [],
  enter({ node, values, lang }) {
    const queueId = text(node, 'queueId')
    return {
      do: 'end',
      end: {
        type: 'voicemail',
        sounds: soundsOf(prompts(node, 'prompts'), values, lang),
        ...(queueId === '' ? {} : { queueId }),
        maxMs: number(node, 'maxMs', MESSAGE_MS),
        silenceMs: number(node, 'silenceMs', SILENCE_MS),
      },
    }
  },
})
