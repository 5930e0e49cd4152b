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
import type { AccessRules } from "../plugins/access-rules.ts";

/** What @cacheControl says of a type or field. */
export interface CacheHint {
  readonly maxAge?: number | null;
  readonly scope?: "PUBLIC" | "PRIVATE" | null;
  readonly inheritMaxAge?: boolean | null;
  /** Not everybody may see it, or what it is made of, whatever @cacheControl says. */
  readonly isGuarded?: boolean;
}

export type Hinted = GraphQLNamedType | GraphQLField<unknown, unknown>;

const NOTHING: CacheHint = {};

/** Read once, so that a hint that makes no sense stops the supergraph and not a request. */
export function readHints(schema: GraphQLSchema, { ofTypes, ofFields }: AccessRules): (of: Hinted) => CacheHint {
  const hints = new Map<Hinted, CacheHint>();
  const read = (of: Hinted, isGuarded: boolean) => {
    const { directives = [] } = of.astNode ?? {};
    const said = directives.length > 0 ? getDirectiveValues(CACHE_CONTROL, { directives }) : undefined;
    if (said || isGuarded) hints.set(of, { ...said, isGuarded });
  };
  for (const type of Object.values(schema.getTypeMap())) {
    read(type, (ofTypes.get(type.name)?.length ?? 0) > 0);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) read(field, ofFields.has(`${type.name}.${field.name}`));
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
