import { type DocumentNode, GraphQLError, Kind, visit } from "graphql";

/** How plans name variables of their own. */
const OURS = /^(representations|contextualArgument)(_|$)/;

/** Also what all objects in JavaScript have, such as `constructor`: that is there in values where the client gave none. */
function isTaken(name: string): boolean {
  return OURS.test(name) || name in Object.prototype;
}

/**
 * Gives other names to a client's variables that a plan would take for its own, and tells them by the client's;
 * undefined where all may stay as they are.
 */
export function renameOwnVariables(
  document: DocumentNode,
): { readonly document: DocumentNode; readonly variableNames: ReadonlyMap<string, string> } | undefined {
  const declared = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? (node.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
        : [],
    ),
  );
  const clashing = [...declared].filter(isTaken);
  if (clashing.length === 0) return undefined;
  let prefix = "own_";
  while (clashing.some((name) => declared.has(`${prefix}${name}`))) prefix += "_";
  const variableNames = new Map(clashing.map((name) => [name, `${prefix}${name}`]));
  const renamed = visit(document, {
    Variable: (node) => {
      const value = variableNames.get(node.name.value);
      return value === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value } };
    },
  });
  return { document: renamed, variableNames };
}

/** A client's values under the names of the document. */
export function renameVariables(
  values: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [names.get(name) ?? name, value]));
}

/** What is said of a value, by the client's name for its variable. */
export function inClientNames(error: GraphQLError, names: ReadonlyMap<string, string>): GraphQLError {
  let { message } = error;
  for (const [name, own] of names) message = message.replaceAll(`"$${own}"`, `"$${name}"`);
  return new GraphQLError(message, error);
}
