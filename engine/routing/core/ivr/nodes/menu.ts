// A menu: a branch per key, again after a wrong key or none, then the branches for those. A level for back and top.
import { KEYS, outletLabel, outletOfKey } from '#engine/protocol/words/flow.ts'
import { bargeInField, firstDigitField, promptsField, retryFields } from '#engine/routing/core/ivr/fields.ts'
import { defineNode, type Step, type Visit } from '#engine/routing/core/ivr/node.ts'
import { flag, number, prompts } from '#engine/routing/core/ivr/settings.ts'
import { soundsOf } from '#engine/routing/core/ivr/sounds.ts'

function ask(visit: Visit, first: 'wrongPrompts' | 'timeoutPrompts' | undefined): Step {
  const { node, values, lang, tries } = visit
  const again = first ? soundsOf(prompts(node, first), values, lang) : []
  return {
    do: 'collect',
    sounds: [...again, ...soundsOf(prompts(node, 'prompts'), values, lang)],
    collect: {
      maxDigits: 1,
      terminators: '',
      firstDigitMs: number(node, 'firstDigitMs', 5000),
      interDigitMs: 1000,
      bargeIn: flag(node, 'bargeIn', true),
      secret: false,
    },
    tries: first ? tries + 1 : 0,
  }
}

export default defineNode({
  type: 'menu',
  label: { zh: '菜单', en: 'Menu' },
  help: { zh: '播放菜单并按来电者的按键转到对应分支', en: 'Plays the choices and branches by the key pressed' },
  fields: [promptsField(), firstDigitField, bargeInField, ...retryFields],
  outlets: [
    ...KEYS.map((key) => ({
      name: outletOfKey(key),
      label: outletLabel(outletOfKey(key)),
      required: false,
    })),
    { name: 'wrong-key', label: { zh: '按键错误', en: 'Wrong key' }, required: true },
    { name: 'timeout', label: { zh: '超时', en: 'No key' }, required: true },
  ],
  level: true,
  check: (node) =>
    KEYS.some((key) => node.next[outletOfKey(key)] !== undefined)
      ? []
      : [{ problem: 'dead-end', zh: '菜单没有任何按键分支', en: 'the menu has no branch for any key' }],
  enter: (visit) => ask(visit, undefined),
  hear(visit, heard) {
    const retry = visit.tries < number(visit.node, 'retries', 2)
    const key = heard.type === 'digits' ? heard.digits : ''
    if (key === '') return retry ? ask(visit, 'timeoutPrompts') : { do: 'leave', outlet: 'timeout' }
    const outlet = outletOfKey(key)
    if (visit.node.next[outlet] !== undefined) return { do: 'leave', outlet }
    return retry ? ask(visit, 'wrongPrompts') : { do: 'leave', outlet: 'wrong-key' }
  },
})
