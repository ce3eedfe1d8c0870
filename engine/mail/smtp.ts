// The Mail port over SMTP (nodemailer). Without a server in the settings it is off.
import { createTransport } from 'nodemailer'
import { type Letter, type Mail, MailFault } from '../ports/mail.ts'

/** a server that says nothing for so long is away */
const SILENT_MS = 10_000

/** `url`: smtp://user:password@host:587 or smtps://host:465 */
export function smtpMail(url: string, from: string): Mail {
  const transport = createTransport(
    { url, connectionTimeout: SILENT_MS, greetingTimeout: SILENT_MS, socketTimeout: SILENT_MS },
    // no file of this machine and nothing of the net becomes part of a letter
    { from, disableFileAccess: true, disableUrlAccess: true },
  )
  return {
    on: true,
    async send({ to, subject, text, files = [] }: Letter) {
      try {
        const attachments = files.map(({ name, type, content }) => ({
          ...{ filename: name, contentType: type, content: Buffer.from(content) },
        }))
        await transport.sendMail({ to, subject, text, attachments })
      } catch (cause) {
        // RFC 5321: 5xx is for good
        const code = (cause as { responseCode?: number }).responseCode
        throw new MailFault(cause instanceof Error ? cause.message : String(cause), code === undefined || code < 500, {
          cause,
        })
      }
    },
  }
}

export const noMail: Mail = { on: false, send: async () => undefined }
