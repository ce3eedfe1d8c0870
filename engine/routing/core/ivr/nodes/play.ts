// Plays recorded files and texts, then goes on.

import { promptsField } from '#engine/routing/core/ivr/fields.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { prompts } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

export default defineNode({
  type: 'play',
  label: { zh: '播放', en: 'Play' },
  help: { zh: '依次播放语音文件、文字、数字或数目，播完进入下一节点', en: 'Plays files, texts and numbers in order' },
  fields: [promptsField()],
  outlets: [{ name: 'done', label: { zh: '播完', en: 'Done' }, required: true }],
  audible: (node) => prompts(node, 'prompts').length > 0,
  enter: ({ node, values, lang }) => ({ do: 'play', sounds: soundsOf(prompts(node, 'prompts'), values, lang) }),
})
