// Letters to people outside the pages. Contract suite: test/contract/mail.

export interface Letter {
  to: string[]
  subject: string
  text: string
  files?: LetterFile[]
}

export interface LetterFile {
  name: string
  /** media type */
  type: string
  content: Uint8Array
}

export interface Mail {
  /** false: no mail server is set, and nothing is sent */
  readonly on: boolean
  /** Resolves when the mail server has taken it. Throws MailFault. */
  send(letter: Letter): Promise<void>
}

export class MailFault extends Error {
  /** the server was away or busy: the same letter may be taken later */
  readonly again: boolean
  constructor(message: string, again: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.again = again
  }
}
