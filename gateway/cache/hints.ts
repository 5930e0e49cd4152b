import {
  getDirectiveValues,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLEnumType,
  type GraphQLField,
  GraphQLInt,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { accessRulesOf } from "#kernel/access.ts";

/** What @cacheControl says of a type or field. */
export interface CacheHint {
  readonly maxAge?: number | null;
  readonly scope?: "PUBLIC" | "PRIVATE" | null;
  readonly inheritMaxAge?: boolean | null;
  /** Not everybody may see it, whatever @cacheControl says. */
  readonly isGuarded?: boolean;
}

export type Hinted = GraphQLNamedType | GraphQLField<unknown, unknown>;

const NOTHING: CacheHint = {};

/** Read once, so that a hint that makes no sense stops the supergraph and not a request. */
export function readHints(schema: GraphQLSchema): (of: Hinted) => CacheHint {
  const hints = new Map<Hinted, CacheHint>();
  const read = (of: Hinted) => {
    const { directives } = of.astNode ?? {};
    if (!directives?.length) return;
    const said = getDirectiveValues(CACHE_CONTROL, { directives });
    hints.set(of, { ...said, isGuarded: accessRulesOf(directives).length > 0 });
  };
  for (const type of Object.values(schema.getTypeMap())) {
    read(type);
    if (isObjectType(type) || isInterfaceType(type)) Object.values(type.getFields()).forEach(read);
  }
  return (of) => hints.get(of) ?? NOTHING;
}

const CACHE_CONTROL = new GraphQLDirective({
  name: "cacheControl",
  locations: [],
  args: {
    maxAge: { type: GraphQLInt },
    scope: { type: new GraphQLEnumType({ name: "CacheControlScope", values: { PUBLIC: {}, PRIVATE: {} } }) },
    inheritMaxAge: { type: GraphQLBoolean },
  },
});
