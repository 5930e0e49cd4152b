import { hash as hashOf } from "node:crypto";
import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OverlappingFieldsCanBeMergedRule,
  parse,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationRule,
  validate,
} from "graphql";
import type { GatewayLimits } from "./limits.ts";
import { LruMap } from "./lru-map.ts";
import { DEFER_RULES } from "./plugins/defer-rules.ts";
import { FieldsMergeRule } from "./plugins/fields-merge-rule.ts";
import { planSizeOf } from "./planning/plan-size.ts";
import { renameOwnVariables } from "./planning/own-variables.ts";
import { OperationTypesRule } from "./plugins/operation-types-rule.ts";
import { checkLimits, checkPlanSize, parseWithinLimits } from "./plugins/limits.ts";
import { checkNames } from "./plugins/reserved-names.ts";
import { SubscriptionRootRule } from "./plugins/subscription-root-rule.ts";

const DOCUMENTS_MAX = 2_000;
const VALIDATION_ERRORS_MAX = 5;
const MESSAGE_CHARS_MAX = 500;
/** In the place of those of graphql-js. */
const OWN_RULES: ReadonlyMap<ValidationRule, ValidationRule> = new Map([
  [OverlappingFieldsCanBeMergedRule, FieldsMergeRule],
  [SingleFieldSubscriptionsRule, SubscriptionRootRule],
]);
const INTROSPECTION = /__(schema|type)\b/;

/** A document that may be planned, known by the hash of its text. Its nodes have no places in the text. */
export interface PreparedDocument {
  readonly hash: string;
  readonly document: DocumentNode;
  /** The document's names for the client's variables, where they differ. */
  readonly variableNames?: ReadonlyMap<string, string>;
}

export interface Documents {
  /** Parsed, within the limits and valid, or what is wrong with it. */
  prepare(source: string): PreparedDocument | { readonly errors: readonly GraphQLError[] };
  /** Takes over what was prepared for another schema; false where it is not valid in this one. */
  adopt(prepared: PreparedDocument): boolean;
  /** Those that were asked for most often. */
  mostUsed(countMax: number): PreparedDocument[];
}

interface Known extends PreparedDocument {
  uses: number;
}

/** Suggestions ("Did you mean …?") tell of the schema, and to find them takes long: they are for development. */
export function createDocuments(
  schema: GraphQLSchema,
  limits: GatewayLimits,
  introspection: boolean,
  suggestions = introspection,
): Documents {
  const known = new LruMap<string, Known>(DOCUMENTS_MAX);
  const rules = [...specifiedRules.map((rule) => OWN_RULES.get(rule) ?? rule), ...DEFER_RULES, OperationTypesRule];
  const withoutIntrospection = introspection ? rules : [...rules, NoSchemaIntrospectionCustomRule];
  const options = { maxErrors: VALIDATION_ERRORS_MAX, hideSuggestions: !suggestions };
  // The rule looks at every field's type, which is a sixth of a validation.
  const errorsIn = (document: DocumentNode, asksForSchema: boolean) =>
    validate(schema, document, asksForSchema ? withoutIntrospection : rules, options);
  return {
    prepare: (source) => {
      const hash = hashOf("sha256", source);
      const before = known.get(hash);
      if (before) {
        before.uses += 1;
        return before;
      }
      try {
        const document = parseWithinLimits(source, limits);
        checkNames(source);
        checkLimits(document, limits);
        const errors = errorsIn(document, INTROSPECTION.test(source));
        if (errors.length > 0) return { errors: toldWithPlaces(errors, document, source) };
        checkPlanSize(document, schema, limits);
        const prepared = { hash, uses: 1, ...(renameOwnVariables(document) ?? { document }) };
        known.set(hash, prepared);
        return prepared;
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },
    adopt: (prepared) => {
      if (known.get(prepared.hash)) return true;
      if (errorsIn(prepared.document, true).length > 0) return false;
      if (planSizeOf(prepared.document, schema) > limits.plannedSelectionsMax) return false;
      known.set(prepared.hash, { ...prepared, uses: 0 });
      return true;
    },
    mostUsed: (countMax) =>
      known
        .entries()
        .map(([, document]) => document)
        .toSorted((a, b) => b.uses - a.uses)
        .slice(0, countMax),
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
function toldWithPlaces(errors: readonly GraphQLError[], document: DocumentNode, source: string): GraphQLError[] {
  const placeOf = new Map(errors.flatMap(({ nodes = [] }) => nodes.map((node): [object, ASTNode] => [node, node])));
  findPlaces(document, parse(source), placeOf);
  return errors.map(({ message, nodes = [] }) => {
    const isInput = nodes[0] === undefined || INPUT_VALUES.includes(nodes[0].kind);
    const extensions = { code: isInput ? "BAD_USER_INPUT" : "GRAPHQL_VALIDATION_FAILED" };
    const placed = nodes.map((node) => placeOf.get(node)!);
    return new GraphQLError(message.slice(0, MESSAGE_CHARS_MAX), { nodes: placed, extensions });
  });
}

/** Replaces nodes that have no places by those of the same text that have. */
function findPlaces(node: object, placed: object, placeOf: Map<object, ASTNode>): void {
  if (placeOf.has(node)) placeOf.set(node, placed as ASTNode);
  for (const [key, child] of Object.entries(node))
    if (typeof child === "object" && child !== null)
      findPlaces(child, (placed as Record<string, object>)[key]!, placeOf);
}
