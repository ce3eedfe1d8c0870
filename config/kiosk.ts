// Where a wall screen is opened: its address holds a token made of its id and the installation's secret.
import { createHmac } from 'node:crypto'

export const kioskProof = (secret: string, id: string): string =>
  createHmac('sha256', secret).update(`kiosk:${id}`).digest('base64url')

export const kioskPath = (secret: string, id: string): string => `/kiosk?token=${id}.${kioskProof(secret, id)}`

/** the sample company's */
export const SAMPLE_KIOSK = 'kiosk-hall'
