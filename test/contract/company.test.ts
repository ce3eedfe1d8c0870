// The company and lookups contracts in memory.
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { testCompany } from '../kit/engine.ts'
import { agents } from '../kit/small-centre.ts'
import { companyContract } from './company.ts'
import { lookupsContract } from './lookups.ts'

companyContract('memory', async () => {
  const company = testCompany()
  const hire = async (number: string) =>
    company.set({ agents: agents.slice(0, 1).map((agent) => ({ ...agent, number })) })
  return { company, hire }
})
lookupsContract('memory', async () => testCompany(), companyLookups)
