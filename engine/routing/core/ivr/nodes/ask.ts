// Asks a third-party system over HTTP, with a deadline; fields of its answer become variables.

import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import { defineNode, type Values, type Visit } from '#engine/routing/core/ivr/node.ts'
import { number, rows, text } from '#engine/routing/core/ivr/settings.ts'
import { BUILT_IN, fill, fillUrl, isVariable } from '#engine/routing/core/ivr/values.ts'

type HttpAnswer = Extract<LookupAnswer, { type: 'http' }>

/** Caller, called number and time always go along; the configured values on top. */
function sent({ node, values }: Visit): Values {
  const all: Values = {}
  for (const name of BUILT_IN) all[name] = values[name] ?? ''
  for (const row of rows(node, 'values')) if (row.name) all[row.name] = fill(row.value ?? '', values)
  return all
}

/** A field named in `results` that the answer lacks makes the answer a wrong one. `text` names the whole body. */
function results(visit: Visit, answer: HttpAnswer): Values | undefined {
  const found: Values = {}
  for (const row of rows(visit.node, 'results')) {
    const value = answer.fields[row.field ?? ''] ?? (row.field === 'text' ? answer.text : undefined)
    if (value === undefined) return undefined
    if (row.variable) found[row.variable] = value
  }
  return found
}

export default defineNode({
  type: 'ask',
  label: { zh: 'HTTP 交互', en: 'Ask over HTTP' },
  help: {
    zh: '向第三方系统提交主叫号码和变量，并把返回的字段存入变量；超时或出错走错误分支',
    en: 'Sends the caller and variables to another system and keeps fields of its answer; late or wrong: the error branch',
  },
  fields: [
    {
      name: 'method',
      label: { zh: '方式', en: 'Method' },
      type: 'choice',
      default: 'GET',
      options: [
        { value: 'GET', label: { zh: 'GET', en: 'GET' } },
        { value: 'POST', label: { zh: 'POST (JSON)', en: 'POST (JSON)' } },
      ],
    },
    {
      name: 'url',
      label: { zh: '地址', en: 'Address' },
      type: 'text',
      required: true,
      maxLength: 2000,
      pattern: 'https?://.+',
    },
    {
      name: 'values',
      label: { zh: '提交的值', en: 'Values sent' },
      type: 'list',
      of: [
        { name: 'name', label: { zh: '名称', en: 'Name' }, type: 'text', required: true, maxLength: 100 },
        { name: 'value', label: { zh: '值', en: 'Value' }, type: 'text', maxLength: 1000 },
      ],
    },
    {
      name: 'results',
      label: { zh: '返回字段', en: 'Fields of the answer' },
      type: 'list',
      of: [
        { name: 'field', label: { zh: '字段', en: 'Field' }, type: 'text', required: true, maxLength: 100 },
        {
          name: 'variable',
          label: { zh: '存入变量', en: 'Kept in variable' },
          type: 'text',
          required: true,
          maxLength: 40,
          pattern: '[\\p{L}_][\\p{L}\\p{N}_]*',
        },
      ],
    },
    {
      name: 'deadlineMs',
      label: { zh: '最长等待', en: 'Wait at most' },
      type: 'duration',
      minMs: 200,
      maxMs: 30_000,
      default: 5000,
    },
  ],
  outlets: [
    { name: 'done', label: { zh: '成功', en: 'Answered' }, required: true },
    { name: 'error', label: { zh: '超时或出错', en: 'Late or wrong' }, required: true },
  ],
  sets: (node) =>
    rows(node, 'results').flatMap((row) => (row.variable && isVariable(row.variable) ? [row.variable] : [])),
  enter(visit) {
    const method = text(visit.node, 'method', 'GET') === 'POST' ? 'POST' : 'GET'
    const url = fillUrl(text(visit.node, 'url'), visit.values)
    const deadlineMs = number(visit.node, 'deadlineMs', 5000)
    return { do: 'ask', lookup: { type: 'http', method, url, values: sent(visit) }, deadlineMs }
  },
  hear(visit, heard) {
    const answer = heard.type === 'answer' ? heard.answer : undefined
    if (answer?.type !== 'http' || answer.status < 200 || answer.status > 299) return { do: 'leave', outlet: 'error' }
    const values = results(visit, answer)
    return values ? { do: 'leave', outlet: 'done', set: { values } } : { do: 'leave', outlet: 'error' }
  },
})
