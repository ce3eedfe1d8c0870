// The menu of whoever is signed in, as pages read it.
import type { App } from '../app.svelte.ts'
import { businessOf } from '../business/business.svelte.ts'
import { kindsOf } from '../forms/kinds.svelte.ts'
import { type MenuGroup, menuFor } from './menu.ts'

export function menuOf(app: App): MenuGroup[] {
  const kinds = kindsOf(app)
    .all.filter((one) => one.mayWrite)
    .map((one) => ({ kind: one.kind, label: app.say(one.label) }))
  const business = businessOf(app).all.map((one) => ({ kind: one.kind, label: app.say(one.label) }))
  return menuFor(app.t, (right) => app.may(right), kinds, app.session ?? { overAll: [] }, business)
}
