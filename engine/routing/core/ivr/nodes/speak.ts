// Speaks one value: digit by digit, as a quantity, or as text. The value is fixed or a variable in braces.

import type { Prompt } from '#engine/protocol/flow.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { prompts, text } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

function value(as: string, written: string): Prompt {
  if (as === 'digits' || as === 'quantity') return { type: as, value: written }
  return { type: 'text', text: written }
}

export default defineNode({
  type: 'speak',
  label: { zh: '播报变量', en: 'Speak a value' },
  help: {
    zh: '把数字、数目或文字变量读给来电者，如 {balance}',
    en: 'Reads a value to the caller as digits, as a quantity or as text, such as {balance}',
  },
  fields: [
    {
      name: 'as',
      label: { zh: '读法', en: 'Read as' },
      type: 'choice',
      required: true,
      default: 'text',
      options: [
        { value: 'digits', label: { zh: '数字（逐位）', en: 'Digits, one at a time' } },
        { value: 'quantity', label: { zh: '数目', en: 'Quantity' } },
        { value: 'text', label: { zh: '文字', en: 'Text' } },
      ],
    },
    { name: 'value', label: { zh: '内容', en: 'Value' }, type: 'text', required: true, maxLength: 1000 },
    { name: 'before', label: { zh: '之前播放', en: 'Played before it' }, type: 'prompts' },
    { name: 'after', label: { zh: '之后播放', en: 'Played after it' }, type: 'prompts' },
  ],
  outlets: [{ name: 'done', label: { zh: '播完', en: 'Done' }, required: true }],
  audible: (node) => text(node, 'value') !== '' || [...prompts(node, 'before'), ...prompts(node, 'after')].length > 0,
  enter: ({ node, values, lang }) => ({
    do: 'play',
    sounds: soundsOf(
      [...prompts(node, 'before'), value(text(node, 'as', 'text'), text(node, 'value')), ...prompts(node, 'after')],
      values,
      lang,
    ),
  }),
})
