// The phone models: a new one is a file in models/, and nothing else names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { PhoneModel } from './model.ts'

export const phoneModels: ReadonlyMap<string, PhoneModel> = await plugInsIn<PhoneModel>(
  new URL('./models/', import.meta.url),
  ({ name }) => name,
)
