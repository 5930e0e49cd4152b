import { createHash } from "node:crypto";
import {
  type DocumentNode,
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
import type { AccessRules } from "./access-rules.ts";
import { withoutRefused } from "./restrict-document.ts";
import { fieldOf, objectsOf } from "./schema-lookups.ts";

const RESTRICTED_MAX = 1_000;

/** Decides about @policy: gives those of the names that hold for the caller. */
export type Policies = (names: readonly string[], caller: Caller) => ReadonlySet<string>;

/** What is left of a document for a caller, and the error at each place that is taken out. */
export interface Restriction extends PreparedDocument {
  refusalAt(typeName: string, fieldName: string): ClientError | undefined;
}

/** Takes out of a document what its caller may not ask, so that no subgraph hears of it; undefined: nothing. */
export type Restrict = (prepared: PreparedDocument, caller: Caller) => Restriction | undefined;

export interface AccessOptions {
  /** As clients see it. */
  readonly apiSchema: GraphQLSchema;
  /** With all its types and fields. */
  readonly fullSchema: GraphQLSchema;
  readonly rules: AccessRules;
  /** Without it the one policy there is: `service:NAME`, a subgraph asking for itself. */
  readonly policies?: Policies;
}

export function accessRestrictions({ apiSchema, fullSchema, rules, policies }: AccessOptions): Restrict {
  const touched = new WeakMap<DocumentNode, readonly AccessRule[]>();
  const restricted = new LruMap<string, PreparedDocument & { readonly runsNothing: boolean }>(RESTRICTED_MAX);

  const touchedBy = (document: DocumentNode): readonly AccessRule[] => {
    const known = touched.get(document) ?? rulesTouched(document, apiSchema, fullSchema, rules);
    touched.set(document, known);
    return known;
  };

  return ({ hash, document }, caller) => {
    const asked = touchedBy(document);
    if (asked.length === 0) return undefined;
    const refusals = asked.map(judge(asked, caller, policies));
    const code = refusals.find((refusal) => refusal !== undefined);
    if (!code) return undefined;

    const refused = new Set(asked.filter((_, index) => refusals[index]));
    const isRefused = (typeName: string, fieldName: string): boolean => {
      const givesNothing = (of: string) => rules.ofTypes.get(of)?.some((rule) => refused.has(rule)) === true;
      return objectsOf(fullSchema, typeName).some((type) => {
        if (rules.ofFields.get(`${type}.${fieldName}`)?.some((rule) => refused.has(rule))) return true;
        const given = objectsGivenBy(fullSchema, type, fieldName);
        return given.length > 0 && given.every(givesNothing);
      });
    };
    const key = `${hash} ${refusals.map((refusal) => (refusal ? 1 : 0)).join("")}`;
    let left = restricted.get(key);
    if (!left) {
      const { remaining, runsNothing } = withoutRefused(document, { apiSchema, fullSchema, isRefused });
      left = { document: remaining, hash: createHash("sha256").update(print(remaining)).digest("hex"), runsNothing };
      restricted.set(key, left);
    }
    const { runsNothing } = left;
    const mutation = apiSchema.getMutationType()?.name;
    return {
      document: left.document,
      hash: left.hash,
      refusalAt: (typeName, fieldName) => {
        if (isRefused(typeName, fieldName)) return code === "FORBIDDEN" ? forbidden() : unauthenticated();
        return runsNothing && typeName === mutation ? notRun(code) : undefined;
      },
    };
  };
}

/** Policies are decided at once, for all that a document touches. */
function judge(asked: readonly AccessRule[], caller: Caller, policies: Policies | undefined) {
  if (!policies) return (rule: AccessRule) => refusalOf(rule, caller);
  const names = new Set(asked.flatMap((rule) => (rule.kind === "policy" ? rule.anyOf.flat() : [])));
  const granted = names.size > 0 ? policies([...names], caller) : names;
  return (rule: AccessRule) => refusalOf(rule, caller, (policy) => granted.has(policy));
}

/** Every rule that may decide about this document. */
function rulesTouched(
  document: DocumentNode,
  apiSchema: GraphQLSchema,
  fullSchema: GraphQLSchema,
  { ofTypes, ofFields }: AccessRules,
): readonly AccessRule[] {
  const found = new Set<AccessRule>();
  const note = (rules: readonly AccessRule[] = []) => rules.forEach((rule) => found.add(rule));
  const info = new TypeInfo(apiSchema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name: { value: field } }) => {
        for (const type of objectsOf(fullSchema, info.getParentType()?.name ?? "")) {
          note(ofFields.get(`${type}.${field}`));
          for (const given of objectsGivenBy(fullSchema, type, field)) note(ofTypes.get(given));
        }
      },
    }),
  );
  return [...found];
}

/** What may stand where an interface or union is given. */
function objectsGivenBy(schema: GraphQLSchema, typeName: string, fieldName: string): readonly string[] {
  const field = fieldOf(schema, typeName, fieldName);
  const type = field && getNamedType(field.type);
  return isAbstractType(type) ? objectsOf(schema, type.name) : [];
}

function notRun(code: "UNAUTHENTICATED" | "FORBIDDEN"): ClientError {
  return new ClientError(code, "Not run: another part of this mutation is refused, and with it the whole answer.");
}
