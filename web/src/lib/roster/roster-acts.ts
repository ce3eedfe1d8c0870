// Publish, withdraw and delete a roster, each after a question. True when it was done.
import type { RosterInfo } from '#engine/protocol/roster.ts'
import type { App } from '../app.svelte.ts'
import type { Question } from '../notices.svelte.ts'

async function sure(app: App, question: Omit<Question, 'no'>, run: () => Promise<unknown>): Promise<boolean> {
  if (!(await app.notices.ask({ ...question, no: app.t.common.do.cancel }))) return false
  try {
    await run()
    return true
  } catch (fault) {
    app.fault(fault)
    return false
  }
}

const path = (roster: Pick<RosterInfo, 'id'>): string => `/api/plan/rosters/${roster.id}`

export async function publishRoster(app: App, roster: RosterInfo, faults = 0): Promise<boolean> {
  const words = app.t.roster.list
  const text = faults > 0 ? `${words.publishFaults(faults)} ${words.publishHelp}` : words.publishHelp
  const done = await sure(app, { title: words.publishTitle(roster.name), text, yes: words.publish }, () =>
    app.api.post(`${path(roster)}/publish`),
  )
  if (done) app.notices.say('good', words.published(roster.name))
  return done
}

export async function withdrawRoster(app: App, roster: RosterInfo): Promise<boolean> {
  const words = app.t.roster.list
  const question = { title: words.withdrawTitle(roster.name), text: words.withdrawHelp, yes: words.withdraw, bad: true }
  const done = await sure(app, question, () => app.api.post(`${path(roster)}/withdraw`))
  if (done) app.notices.say('good', words.withdrawn(roster.name))
  return done
}

export async function deleteRoster(app: App, roster: RosterInfo): Promise<boolean> {
  const { common } = app.t
  const question = {
    title: common.deleteTitle(roster.name),
    text: app.t.roster.list.deleteHelp,
    yes: common.do.delete,
    bad: true,
  }
  const done = await sure(app, question, () => app.api.remove(path(roster)))
  if (done) app.notices.say('good', common.deleted(roster.name))
  return done
}
