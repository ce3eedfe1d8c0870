// Puts the sending of reports together: whoever asks for one now is heard by any gateway.
import type { Mail } from '../../ports/mail.ts'
import type { Services } from '../http/services.ts'
import { keepSchedules } from './keep.ts'
import { reportLetters } from './letter.ts'

export const WAKE_SUBJECT = 'reports.send'

export async function scheduledReports(services: Services, mail: Mail): Promise<{ stop(): Promise<void> }> {
  const { sql, settings, now, failed, word, bus } = services
  const kept = keepSchedules({
    ...{ sql, mail, timeZone: settings.timeZone, now, failed, send: reportLetters(services) },
    gaveUp: ({ accountId, name }, { zh, en }) => {
      const data = { zh: `定时报表“${name}”未能发送：${zh}`, en: `The report “${name}” could not be sent: ${en}` }
      word({ to: [accountId], about: 'report-failed', data })
    },
  })
  const woken = await bus.subscribe(WAKE_SUBJECT, () => kept.wake())
  return {
    async stop() {
      await woken.stop()
      await kept.stop()
    },
  }
}
