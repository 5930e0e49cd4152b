import { createHash } from "node:crypto";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  validate,
} from "graphql";
import type { GatewayLimits } from "./limits.ts";
import { LruMap } from "./lru-map.ts";
import { DEFER_RULES } from "./plugins/defer-rules.ts";
import { checkLimits, parseWithinLimits } from "./plugins/limits.ts";

const DOCUMENTS_MAX = 2_000;
const VALIDATION_ERRORS_MAX = 5;

/** A document that may be planned, known by the hash of its text. */
export interface PreparedDocument {
  readonly hash: string;
  readonly document: DocumentNode;
}

export interface Documents {
  /** Parsed, within the limits and valid, or what is wrong with it. */
  prepare(source: string): PreparedDocument | { readonly errors: readonly GraphQLError[] };
  /** By hash, what was prepared before: Apollo Server takes it from here instead of doing it all again. */
  get(hash: string): DocumentNode | undefined;
}

export function createDocuments(schema: GraphQLSchema, limits: GatewayLimits, introspection: boolean): Documents {
  const known = new LruMap<string, DocumentNode>(DOCUMENTS_MAX);
  const rules = [...specifiedRules, ...DEFER_RULES, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  return {
    get: (hash) => known.get(hash),
    prepare: (source) => {
      const hash = createHash("sha256").update(source).digest("hex");
      const before = known.get(hash);
      if (before) return { hash, document: before };
      try {
        const document = parseWithinLimits(source, limits);
        checkLimits(document, limits);
        const errors = validate(schema, document, rules, { maxErrors: VALIDATION_ERRORS_MAX });
        if (errors.length > 0) return { errors: errors.map(withCode) };
        known.set(hash, document);
        return { hash, document };
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },
  };
}

const INPUT_VALUES: readonly string[] = [
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
];

/**
 * A wrong value is told in the same way whether it stands in the document or in the variables. What a scalar says of a
 * value comes without a place.
 */
function withCode(error: GraphQLError): GraphQLError {
  const kind = error.nodes?.[0]?.kind;
  const isInput = kind === undefined || INPUT_VALUES.includes(kind);
  const extensions = { code: isInput ? "BAD_USER_INPUT" : "GRAPHQL_VALIDATION_FAILED" };
  return new GraphQLError(error.message, { nodes: error.nodes, extensions });
}
