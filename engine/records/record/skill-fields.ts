// Skills with levels, as agents have them and as numbers and queues ask for them: one form for all.
import type { Field, Label } from '../../protocol/fields.ts'
import type { FieldFault, Values } from './kind.ts'

export function skillLevels(name: string, label: Label, levelLabel: Label, help: Label): Field {
  return {
    ...{ name, type: 'list', label, help },
    of: [
      { name: 'skillId', type: 'reference', to: 'skills', label: { zh: '技能', en: 'Skill' }, required: true },
      { name: 'level', type: 'number', label: levelLabel, min: 1, max: 9, integer: true, required: true, default: 5 },
    ],
  }
}

export const AT_LEAST: Label = { zh: '至少等级', en: 'Level at least' }

/** The same skill named twice says nothing clear. */
export function doubledSkills(values: Values, name: string): FieldFault[] {
  const rows = (values[name] as { skillId: string }[] | undefined) ?? []
  return rows.flatMap(({ skillId }, n) =>
    rows.findIndex((other) => other.skillId === skillId) < n
      ? [{ path: `${name}.${n}.skillId`, message: 'this skill is named twice' }]
      : [],
  )
}
