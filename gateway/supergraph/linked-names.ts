import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from "graphql";

/** Which names of a supergraph belong to specifications that it links to, as https://specs.apollo.dev/link says. */
export interface LinkedNames {
  hasDirective(name: string): boolean;
  hasType(name: string): boolean;
  /**
   * The name in this supergraph of a specification's directive; undefined where that is not linked to.
   * @param specification its name, or its URL without the version where another of that name is not meant
   */
  directiveOf(specification: string, directive: string): string | undefined;
}

export function linkedNames({ definitions }: DocumentNode): LinkedNames {
  const links = definitions
    .filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => ("directives" in node ? (node.directives as readonly ConstDirectiveNode[]) : []))
    .flatMap(linkOf);
  const imported = new Map(links.flatMap(({ imports }) => [...imports]));
  const namespaces = links.map(({ namespace }) => namespace);
  const isInNamespace = (name: string) => namespaces.some((namespace) => name.startsWith(`${namespace}__`));
  const names = new Set(imported.values());
  return {
    hasDirective: (name) => names.has(`@${name}`) || namespaces.includes(name) || isInNamespace(name),
    hasType: (name) => names.has(name) || isInNamespace(name),
    directiveOf: (specification, directive) => {
      const link = links.find(({ name, identity }) => name === specification || identity === specification);
      if (!link) return undefined;
      const unimported = directive === link.name ? link.namespace : `${link.namespace}__${directive}`;
      return link.imports.get(`@${directive}`)?.slice(1) ?? unimported;
    },
  };
}

interface Link {
  /** Its URL without the version. */
  readonly identity: string;
  readonly name: string;
  readonly namespace: string;
  /** The specification's names (of directives with their `@`) to those in the supergraph. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Of a `@link`, or of a `@core` as supergraphs had before. */
function linkOf({ name: directive, arguments: given = [] }: ConstDirectiveNode): Link[] {
  const valueOf = (argument: string) => given.find(({ name }) => name.value === argument)?.value;
  const url = textOf(valueOf("url") ?? valueOf("feature"));
  if (url === undefined || (directive.value !== "link" && directive.value !== "core")) return [];
  const identity = url.replace(/\/v\d+\.\d+\/?$/, "");
  const name = identity.replace(/^.*\//, "");
  const imports = valueOf("import");
  const entries = (imports?.kind === Kind.LIST ? imports.values : []).map(importOf);
  return [{ identity, name, namespace: textOf(valueOf("as")) ?? name, imports: new Map(entries) }];
}

/** `"@key"`, or `{ name: "@key", as: "@primaryKey" }`. */
function importOf(value: ConstValueNode): [name: string, as: string] {
  if (value.kind !== Kind.OBJECT) return [textOf(value)!, textOf(value)!];
  const fieldOf = (name: string) => textOf(value.fields.find((field) => field.name.value === name)?.value);
  const name = fieldOf("name")!;
  return [name, fieldOf("as") ?? name];
}

function textOf(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
