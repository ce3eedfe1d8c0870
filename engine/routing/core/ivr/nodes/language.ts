// From here on the caller hears the other language, also in the queue.
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { text } from '#engine/routing/core/ivr/settings.ts'

export default defineNode({
  type: 'language',
  label: { zh: '切换语言', en: 'Language' },
  help: {
    zh: '之后系统用此语言说话，排队时也是；语音文件不变',
    en: 'What is spoken from here on, in the queue too; recorded prompts stay as they are',
  },
  fields: [
    {
      name: 'lang',
      label: { zh: '语言', en: 'Language' },
      type: 'choice',
      required: true,
      default: 'en',
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
    },
  ],
  outlets: [{ name: 'done', label: { zh: '继续', en: 'Go on' }, required: true }],
  audible: () => false,
  enter: ({ node }) => ({ do: 'leave', outlet: 'done', lang: text(node, 'lang', 'en') === 'zh' ? 'zh' : 'en' }),
})
