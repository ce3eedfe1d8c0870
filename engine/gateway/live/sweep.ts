// Sessions that ended, with their sockets.
import type { Accounts } from '../../records/accounts/accounts.ts'
import type { Hub } from './hub.ts'
import { isKiosk } from './socket.ts'

/** Sessions that ended elsewhere (locked account, changed password) lose their sockets too. */
export async function sweep(accounts: Accounts, hub: Hub): Promise<void> {
  const open = [...hub.sessionKeys()].filter((key) => !isKiosk(key))
  // a desk that is open is in use, whether or not somebody clicks
  await accounts.inUse(open)
  await accounts.sweep()
  for (const key of open) {
    if (!(await accounts.isAlive(key))) hub.drop(key)
  }
}
