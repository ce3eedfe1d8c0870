// Questions about long work.
import type { Answers } from './desk.ts'

export const answerJobStart: Answers<'job-start'> = async ({ id, title, job }, { jobs }) => jobs.start(id, title, job)
export const answerJob: Answers<'job'> = async ({ id }, { jobs }) => jobs.find(id)
export const answerJobList: Answers<'job-list'> = async (_ask, { jobs }) => jobs.list()
export const answerJobCancel: Answers<'job-cancel'> = async ({ id }, { jobs }) => jobs.cancel(id)
export const answerJobResult: Answers<'job-result'> = async ({ id }, { jobs }) => jobs.result(id)
