// Who keeps to the roster not, longer than the working-time rule lets it pass, is told to those who watch the floor.
import { type AdherenceParts, adherence } from '../planning/acts/adherence.ts'
import { newAlarms } from '../planning/core/adherence.ts'
import { alarmMinutes } from '../planning/records/attendance.ts'
import type { AdherenceNow } from '../protocol/roster.ts'
import { DEVIATIONS } from '../protocol/words/planning.ts'
import type { Told } from './live/hub.ts'

/** One look: what has lasted too long since the last one. */
export function adherenceAlarms(parts: AdherenceParts, notice: (told: Told) => void): () => Promise<void> {
  const told = new Map<string, number>()
  return async () => {
    // where no rule asks for it, nothing is read
    if ((await alarmMinutes(parts.sql)).size === 0) return
    for (const row of newAlarms(await adherence(parts), told, parts.now())) notice(wordsOf(row, parts.now()))
  }
}

function wordsOf({ agentId, number, name, deviation, deviatesSince }: AdherenceNow, now: number): Told {
  const minutes = Math.floor((now - (deviatesSince ?? now)) / 60_000)
  const what = DEVIATIONS[deviation ?? 'not-there']
  return {
    ...{ level: 'warning', right: 'monitor', agentId },
    zh: `${number} ${name}：${what.zh}，已 ${minutes} 分钟`,
    en: `${number} ${name}: ${what.en.toLowerCase()}, for ${minutes} min`,
  }
}
