// The OpenAPI 3.1 document, drawn from the routes themselves.
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { REFUSALS } from '../../protocol/refusals.ts'
import type { Route } from './route.ts'
import { errorSchema } from './schemas.ts'

export function openApi(routes: readonly Route[], version: string): unknown {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:([a-zA-Z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tinglan 听澜',
      version,
      description: [
        'The one way in: pages, the toolbars of other systems, bots and the bench use these routes and /live.',
        'Programs send a key as Authorization: Bearer …; people sign in by POST /api/session and have an HttpOnly cookie.',
        `Writes of a browser must come from our own pages (Origin). Refusals: ${Object.keys(REFUSALS).join(', ')}.`,
      ].join(' '),
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'tinglan_session' },
        key: { type: 'http', scheme: 'bearer', description: 'A key made under System › Integrations' },
      },
    },
    paths: paths as ZodOpenApiPathsObject,
  })
}

function operation(route: Route): ZodOpenApiOperationObject {
  const names = [...route.path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] ?? '')
  const right = Array.isArray(route.right) ? route.right.join(' or ') : route.right
  const body = route.documented ?? route.body
  const content = typeof route.answer === 'string' ? route.answer : 'application/json'
  const schema = typeof route.answer === 'string' ? z.string() : route.answer
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: `Right: ${right}${route.scope === 'all' ? ' over all, not only over oneself' : ''}.`,
    tags: [route.tag],
    ...(route.right === 'public'
      ? {}
      : { security: route.right === 'signed-in' ? [{ session: [] }] : [{ session: [] }, { key: [] }] }),
    requestParams: {
      ...(names.length > 0 ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {}),
      ...(route.query ? { query: route.query } : {}),
    },
    ...(route.uploadBytes
      ? {
          requestBody: {
            content: { [route.uploadType ?? 'audio/*']: { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : body
        ? { requestBody: { content: { 'application/json': { schema: body } } } }
        : {}),
    responses: {
      200: { description: 'done', content: { [content]: { schema } } },
      default: { description: 'a refusal', content: { 'application/json': { schema: errorSchema } } },
    },
  }
}

function operationId(route: Route): string {
  const words = route.path
    .replace('/api/', '')
    .split(/[/.:-]+/)
    .filter((word) => word !== '')
  return [route.method.toLowerCase(), ...words].join('-')
}
