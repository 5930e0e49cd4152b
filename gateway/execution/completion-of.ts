import type { Restriction } from "../plugins/access.ts";
import type { Completion } from "./completion.ts";
import type { OwnEngineOptions } from "./own-engine.ts";
import type { ReadOperation } from "./read-operation.ts";
import type { PlanRun } from "./run-calls.ts";

/** How what a run has collected becomes the client's answer. */
export function completionOf(
  { data, conditions, failed, told, absent }: PlanRun,
  { operation, fragments, nameOf }: ReadOperation,
  { apiSchema, ownersFields }: Pick<OwnEngineOptions, "apiSchema" | "ownersFields">,
  restriction: Restriction | undefined,
): Completion {
  return {
    ...{ schema: apiSchema, operation, fragments, nameOf, conditions, data, failed, told },
    refusalAt: restriction?.refusalAt,
    isUnknown: (object) => absent.has(object),
    isAbsent: (object, typeName, fieldName) => {
      const owners = ownersFields.get(`${typeName}.${fieldName}`);
      return owners !== undefined && absent.get(object)?.isDisjointFrom(owners) === false;
    },
  };
}
