import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { GatewayLimits } from "../limits.ts";

type DocumentLimits = Pick<
  GatewayLimits,
  "documentTokensMax" | "depthMax" | "aliasesMax" | "rootFieldsMax" | "fieldsMax" | "selectionsMax"
>;

/** Of graphql-js, which has no code for it. */
const TOO_MANY_TOKENS = /tokens\. Parsing aborted\.$/;

/** Parses within the token limit; throws what the client did wrong. */
export function parseWithinLimits(source: string, limits: DocumentLimits): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.documentTokensMax });
  } catch (error) {
    /** So deep that the parser has no stack left. */
    if (error instanceof RangeError) throw tooMuch("depthMax", limits.depthMax);
    if (!(error instanceof GraphQLError)) throw error;
    if (TOO_MANY_TOKENS.test(error.message)) throw tooMuch("documentTokensMax", limits.documentTokensMax);
    throw new GraphQLError(error.message, { ...error, extensions: { code: "GRAPHQL_PARSE_FAILED" } });
  }
}

/**
 * Refuses a document by its size, before validation and planning spend time on it. Fragments count where they are
 * spread, each measured once, so that the check is linear in the document however deep the fragments nest.
 */
export function checkLimits(document: DocumentNode, limits: DocumentLimits): void {
  const measure = measurer(document, limits);
  let aliases = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    aliases += countAliases(definition.selectionSet, limits);
    if (aliases > limits.aliasesMax) throw tooMuch("aliasesMax", limits.aliasesMax);
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure(definition.selectionSet);
    if (size.here > limits.rootFieldsMax) throw tooMuch("rootFieldsMax", limits.rootFieldsMax);
    if (size.depth > limits.depthMax) throw tooMuch("depthMax", limits.depthMax);
    if (size.fields > limits.fieldsMax) throw tooMuch("fieldsMax", limits.fieldsMax);
  }
}

interface Size {
  /** Fields of the selection set itself. */
  readonly here: number;
  /** Those with all below. */
  readonly fields: number;
  readonly depth: number;
}

const NOTHING: Size = { here: 0, fields: 0, depth: 0 };

function measurer(document: DocumentNode, limits: DocumentLimits): (set: SelectionSetNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Size>();

  const ofFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    /** Validation will say that it is unknown, or a cycle. */
    measured.set(name, NOTHING);
    const size = fragment ? measure(fragment.selectionSet) : NOTHING;
    measured.set(name, size);
    return size;
  };

  const measure = ({ selections }: SelectionSetNode): Size => {
    if (selections.length > limits.selectionsMax) throw tooMuch("selectionsMax", limits.selectionsMax);
    let { here, fields, depth } = NOTHING;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
        here += 1;
        fields += 1 + below.fields;
        if (!selection.name.value.startsWith("__")) depth = Math.max(depth, 1 + below.depth);
      } else {
        const inside =
          selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : measure(selection.selectionSet);
        here += inside.here;
        fields += inside.fields;
        depth = Math.max(depth, inside.depth);
      }
    }
    return { here, fields, depth };
  };
  return measure;
}

function countAliases(node: SelectionSetNode, limits: DocumentLimits): number {
  let count = 0;
  const pending: ASTNode[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === Kind.SELECTION_SET) pending.push(...next.selections);
    if (next.kind === Kind.FIELD && next.alias && ++count > limits.aliasesMax) return count;
    if ((next.kind === Kind.FIELD || next.kind === Kind.INLINE_FRAGMENT) && next.selectionSet)
      pending.push(next.selectionSet);
  }
  return count;
}

function tooMuch(limit: keyof DocumentLimits, value: number): ClientError {
  return new ClientError("BAD_USER_INPUT", `The document exceeds the limit ${limit} of ${value}.`, { limit, value });
}
