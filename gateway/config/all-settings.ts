import { z } from "zod";
import { gatewaySettings } from "./gateway-settings.ts";
import { type SettingFacts, settingFacts } from "./setting.ts";

/** A setting and where it stands; `*` for a name that the person chooses, or a place in a list. */
export interface Setting extends SettingFacts {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** All settings of a gateway in the order of their groups. */
export const allSettings: readonly Setting[] = settingsIn(gatewaySettings, []);

function settingsIn(schema: z.core.$ZodType, path: readonly string[]): Setting[] {
  const facts = settingFacts.get(schema as z.ZodType);
  const own = facts
    ? [{ ...facts, path, value: schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined }]
    : [];
  return [...own, ...below(schema, path)];
}

function below(schema: z.core.$ZodType, path: readonly string[]): Setting[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return below(schema.def.innerType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, member]) => settingsIn(member as z.ZodType, [...path, name]));
  if (schema instanceof z.ZodRecord) return settingsIn(schema.valueType, [...path, "*"]);
  if (schema instanceof z.ZodArray) return settingsIn(schema.element, [...path, "*"]);
  return [];
}
