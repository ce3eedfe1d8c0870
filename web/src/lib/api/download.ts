// A file that the server makes. A refusal is a failure like any other and is never saved as if it were the file.
import { ApiFailure, failureOf, OFFLINE } from './client.ts'

export interface Downloaded {
  name: string
  type: string
  content: Blob
}

/** The name that the server gave, or ours. */
export function nameIn(disposition: string | null, otherwise: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? otherwise
}

export async function download(path: string, otherwise: string): Promise<Downloaded> {
  let answer: Response
  try {
    answer = await fetch(path, { credentials: 'same-origin' })
  } catch {
    throw new ApiFailure(0, OFFLINE)
  }
  if (!answer.ok) throw failureOf(answer.status, await answer.text())
  return {
    name: nameIn(answer.headers.get('content-disposition'), otherwise),
    type: answer.headers.get('content-type') ?? 'application/octet-stream',
    content: await answer.blob(),
  }
}
