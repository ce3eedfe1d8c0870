// Lets time pass; a key ends it sooner.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { number, prompts } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

export default defineNode({
  type: 'wait',
  label: { zh: '等待', en: 'Wait' },
  help: { zh: '停留一段时间，按任意键提前结束', en: 'Stays for a while; any key ends it' },
  fields: [
    {
      name: 'forMs',
      label: { zh: '时长', en: 'For' },
      type: 'duration',
      required: true,
      minMs: 500,
      maxMs: 120_000,
      default: 3_000,
    },
    { name: 'prompts', label: { zh: '播放内容', en: 'What is played' }, type: 'prompts' },
  ],
  outlets: [{ name: 'done', label: { zh: '继续', en: 'Go on' }, required: true }],
  enter: ({ node, values, lang }) => ({
    do: 'collect',
    sounds: soundsOf(prompts(node, 'prompts'), values, lang),
    collect: {
      ...{ maxDigits: 1, terminators: '', interDigitMs: 500, bargeIn: true, secret: false },
      firstDigitMs: number(node, 'forMs', 3_000),
    },
  }),
})
