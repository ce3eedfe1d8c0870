// Says goodbye, if there is anything to say, and hangs up.
import { promptsField } from '#engine/routing/core/ivr/fields.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { prompts } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

export default defineNode({
  type: 'hang-up',
  label: { zh: '挂断', en: 'Hang up' },
  help: { zh: '播放结束语后挂断', en: 'Plays a goodbye and hangs up' },
  fields: [promptsField(false)],
  outlets: [],
  enter({ node, values, lang }) {
    const sounds = soundsOf(prompts(node, 'prompts'), values, lang)
    return sounds.length === 0 ? { do: 'end', end: { type: 'hang-up' } } : { do: 'play', sounds }
  },
  hear: () => ({ do: 'end', end: { type: 'hang-up' } }),
})
