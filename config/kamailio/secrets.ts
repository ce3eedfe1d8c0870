// The edge's further secrets, all made of the one that the settings hold, so that whoever has that needs no other.
import { createHash } from 'node:crypto'

/**
 * `nonce`: digest challenges; `mark`: Record-Route of our calls (both survive a restart: phones are not challenged twice,
 * calls that are up go on); `node`: between edge and media nodes, in new calls both ways; `rpc`: for the RPC.
 */
export type EdgeSecret = 'nonce' | 'mark' | 'node' | 'rpc'

export const edgeSecret = (use: EdgeSecret, sipSecret: string): string =>
  createHash('sha256').update(`${use}:${sipSecret}`).digest('hex').slice(0, 32)
