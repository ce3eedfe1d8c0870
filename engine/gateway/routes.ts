// Every route of the API; the OpenAPI document describes them all, itself too.
import { z } from 'zod'
import { attachmentRoutes } from '../business/routes/attachments.ts'
import { besideRoutes } from '../business/routes/beside.ts'
import { figureRoutes } from '../business/routes/figures.ts'
import { importRoutes } from '../business/routes/import.ts'
import { knowledgeRoutes } from '../business/routes/knowledge.ts'
import { popRoutes } from '../business/routes/pop.ts'
import { businessRoutes } from '../business/routes/records.ts'
import { keyRoutes } from '../integrations/routes/keys.ts'
import { outsidePageRoute } from '../integrations/routes/outside-pages.ts'
import { webhookRoutes } from '../integrations/routes/webhooks.ts'
import { announcementRoutes } from '../office/routes/announcements.ts'
import { areaAlarmRoutes } from '../office/routes/area-alarms.ts'
import { staffMessageRoutes } from '../office/routes/messages.ts'
import { attendanceRoutes } from '../planning/routes/attendance.ts'
import { planFileRoutes } from '../planning/routes/files.ts'
import { planForecastRoutes } from '../planning/routes/forecast.ts'
import { forecastEditRoutes } from '../planning/routes/forecast-edits.ts'
import { planJobRoutes } from '../planning/routes/long-work.ts'
import { offerRoutes } from '../planning/routes/offers.ts'
import { rosterRoutes } from '../planning/routes/rosters.ts'
import { swapRoutes } from '../planning/routes/swaps.ts'
import type { PromptFiles } from '../records/prompt-files.ts'
import { openApi } from './http/openapi.ts'
import { json, type Route, route } from './http/route.ts'
import type { Services } from './http/services.ts'
import type { Machine } from './machine.ts'
import { boardPastRoutes } from './routes/board-past.ts'
import { callbackRoutes } from './routes/callbacks.ts'
import { callRoutes } from './routes/calls.ts'
import { configRoutes } from './routes/config.ts'
import { deskRoutes } from './routes/desk.ts'
import { deskPeopleRoutes } from './routes/desk-people.ts'
import { exportRoutes } from './routes/exports.ts'
import { findRoutes } from './routes/find.ts'
import { floorRoutes } from './routes/floor.ts'
import { flowRoutes } from './routes/flows.ts'
import { licenceRoutes } from './routes/licence.ts'
import { lineRoutes } from './routes/lines.ts'
import { logRoutes } from './routes/logs.ts'
import { lookRoutes } from './routes/look.ts'
import { machineRoutes } from './routes/machine.ts'
import { messageRoutes } from './routes/messages.ts'
import { outboundRoutes } from './routes/outbound.ts'
import { ownAccountRoutes } from './routes/own-account.ts'
import { phoneFileRoutes } from './routes/phone-files.ts'
import { promptRoutes } from './routes/prompts.ts'
import { regionRoutes } from './routes/regions.ts'
import { reportScheduleRoutes } from './routes/report-schedules.ts'
import { reportRoutes } from './routes/reports.ts'
import { sessionRoutes } from './routes/session.ts'
import { sipTraceRoutes } from './routes/sip-trace.ts'
import { superviseRoutes } from './routes/supervise.ts'
import { systemRoutes } from './routes/system.ts'
import { systemHistoryRoutes } from './routes/system-history.ts'
import { whyRoute } from './routes/why.ts'

export function allRoutes(services: Services, prompts: PromptFiles, machine: Machine): Route[] {
  const routes: Route[] = [
    ...sessionRoutes(services),
    ...ownAccountRoutes(services),
    ...[...lookRoutes(services), ...regionRoutes(services)],
    ...deskRoutes(services),
    ...deskPeopleRoutes(services),
    ...superviseRoutes(services),
    ...[...floorRoutes(services), ...lineRoutes(services), ...boardPastRoutes(services), ...outboundRoutes(services)],
    ...callRoutes(services),
    ...[...callbackRoutes(services), whyRoute(services), ...sipTraceRoutes(services)],
    ...messageRoutes(services),
    ...[...configRoutes(services), ...phoneFileRoutes(services)],
    ...businessRoutes(services),
    ...besideRoutes(services),
    ...attachmentRoutes(services),
    ...[...popRoutes(services), ...knowledgeRoutes(services)],
    ...figureRoutes(services),
    ...importRoutes(services),
    ...flowRoutes(services),
    ...promptRoutes(prompts),
    ...findRoutes(services),
    ...logRoutes(services),
    ...[...reportRoutes(services), ...reportScheduleRoutes(services)],
    ...exportRoutes(services),
    ...planRoutes(services),
    ...[...announcementRoutes(services), ...staffMessageRoutes(services)],
    ...[...areaAlarmRoutes(services), ...licenceRoutes(services)],
    ...[...keyRoutes(services), ...webhookRoutes(services), outsidePageRoute(services)],
    ...[...systemRoutes(services), ...machineRoutes(services, machine), ...systemHistoryRoutes(services)],
  ]
  let document: unknown
  routes.push(
    route({
      method: 'GET',
      path: '/api/openapi.json',
      summary: 'This document',
      right: 'public',
      tag: 'system',
      answer: z.looseObject({ openapi: z.string() }),
      handle: async () => {
        document ??= openApi(routes, services.settings.version)
        return json(document)
      },
    }),
  )
  return routes
}

const planRoutes = (services: Services): Route[] => [
  ...planForecastRoutes(services),
  ...planFileRoutes(services),
  ...rosterRoutes(services),
  ...swapRoutes(services),
  ...offerRoutes(services),
  ...forecastEditRoutes(services),
  ...attendanceRoutes(services),
  ...planJobRoutes(services),
]
