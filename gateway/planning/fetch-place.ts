import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isListType,
  isNonNullType,
} from "graphql";
import type { FlattenNode } from "./query-plan.ts";

/** Where a selection of a fetch stands. */
export interface FetchPlace {
  readonly type: GraphQLNamedType | undefined;
  /** From the fetch's place on, as plans write paths. */
  readonly path: readonly string[];
}

/** What a field's name and its lists add to a path. */
export function pathOf(responseName: string, type: GraphQLOutputType): string[] {
  return [responseName, ...listSteps(type)];
}

/** The same place, of which only objects of the type are looked at. */
export function narrowed<Place extends FetchPlace>(place: Place, type: GraphQLNamedType, schema: GraphQLSchema): Place {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const last = place.path.at(-1) ?? "";
  const path = [...place.path.slice(0, -1), `${last.split("|")[0]}|[${types.map(({ name }) => name).join(",")}]`];
  return { ...place, type, path };
}

function listSteps(type: GraphQLOutputType): string[] {
  if (isNonNullType(type)) return listSteps(type.ofType);
  return isListType(type) ? ["@", ...listSteps(type.ofType)] : [];
}

/** A path without the types and lists on the way. */
export function namesIn(path: FlattenNode["path"]): string[] {
  return path.map((step) => String(step).split("|")[0]!).filter((name) => name !== "" && name !== "@");
}
