import { createHash } from "node:crypto";
import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { type AccessRule, refusalOf } from "#kernel/access.ts";
import { ClientError, forbidden, unauthenticated } from "#kernel/errors.ts";
import type { Caller } from "#kernel/identity.ts";
import type { PreparedDocument } from "../documents.ts";
import { LruMap } from "../lru-map.ts";
import { fieldOf, withoutRefused } from "./restrict-document.ts";

const RESTRICTED_MAX = 1_000;

/** What is left of a document for a caller, and the error at each place that is taken out. */
export interface Restriction extends PreparedDocument {
  refusalAt(typeName: string, fieldName: string): ClientError | undefined;
}

/** Takes out of a document what its caller may not ask, so that no subgraph hears of it; undefined: nothing. */
export type Restrict = (prepared: PreparedDocument, caller: Caller) => Restriction | undefined;

export function accessRestrictions(schema: GraphQLSchema, rules: ReadonlyMap<string, AccessRule>): Restrict {
  const touched = new WeakMap<DocumentNode, readonly string[]>();
  const restricted = new LruMap<string, PreparedDocument & { readonly runsNothing: boolean }>(RESTRICTED_MAX);

  const touchedBy = (document: DocumentNode): readonly string[] => {
    const known = touched.get(document);
    if (known) return known;
    const names = [...namesIn(document, schema)].filter((name) => rules.has(name));
    touched.set(document, names);
    return names;
  };

  return ({ hash, document }, caller) => {
    const refusals = new Map<string, "UNAUTHENTICATED" | "FORBIDDEN">();
    for (const name of touchedBy(document)) {
      const refusal = refusalOf(rules.get(name)!, caller);
      if (refusal) refusals.set(name, refusal);
    }
    if (refusals.size === 0) return undefined;

    const find = (typeName: string, fieldName: string) =>
      namesOf(schema, typeName, fieldName)
        .map((name) => refusals.get(name))
        .find((found) => found !== undefined);
    const key = `${hash} ${[...refusals.keys()].join(" ")}`;
    let left = restricted.get(key);
    if (!left) {
      const { remaining, runsNothing } = withoutRefused(
        document,
        schema,
        (type, field) => find(type, field) !== undefined,
      );
      left = { document: remaining, hash: createHash("sha256").update(print(remaining)).digest("hex"), runsNothing };
      restricted.set(key, left);
    }
    const { runsNothing } = left;
    const mutation = schema.getMutationType()?.name;
    return {
      document: left.document,
      hash: left.hash,
      refusalAt: (typeName, fieldName) => {
        const refusal = find(typeName, fieldName);
        if (refusal) return refusal === "FORBIDDEN" ? forbidden() : unauthenticated();
        return runsNothing && typeName === mutation ? notRun([...refusals.values()][0]!) : undefined;
      },
    };
  };
}

/** The names of the rules that decide about a field of an object: its own, its type's, and that of what it gives. */
function namesOf(schema: GraphQLSchema, typeName: string, fieldName: string): string[] {
  const field = fieldOf(schema, typeName, fieldName);
  return [`${typeName}.${fieldName}`, typeName, ...(field ? [getNamedType(field.type).name] : [])];
}

/**
 * Every rule that may decide about this document. Interfaces and unions have none: composition only sums up on them
 * what their types say, and what an object may show is decided by its own type.
 */
function namesIn(document: DocumentNode, schema: GraphQLSchema): Set<string> {
  const names = new Set<string>();
  const info = new TypeInfo(schema);
  const enter = ({ name }: FieldNode) => {
    const parent = info.getParentType();
    if (!parent) return;
    const types = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
    for (const type of types) namesOf(schema, type.name, name.value).forEach((known) => names.add(known));
  };
  visit(document, visitWithTypeInfo(info, { Field: { enter } }));
  return new Set([...names].filter((name) => !isAbstractType(schema.getType(name))));
}

function notRun(code: "UNAUTHENTICATED" | "FORBIDDEN"): ClientError {
  return new ClientError(code, "Not run: another part of this mutation is refused, and with it the whole answer.");
}
