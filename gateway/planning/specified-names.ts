import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from "graphql";

/** Features with one directive of the same name. */
const FEATURE = /\/(authenticated|requiresScopes|policy|context)\/v[\d.]+$/;

/**
 * What a directive of the supergraph is called in its specification: `@link` may give it another name (core schemas
 * v0.2: `as` of the feature, or of an import). A name that is only like a specified one is empty.
 */
export function specifiedNames({ definitions }: DocumentNode): (name: string) => string {
  const features = new Map<string, string>();
  const linked = new Set<string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      const feature = FEATURE.exec(textOf(valueOf(directive, "url")))?.[1];
      if (directive.name.value !== "link" || !feature) continue;
      linked.add(feature);
      features.set(nameIn(directive, feature), feature);
    }
  }
  return (name) => features.get(name) ?? (linked.has(name) ? "" : name);
}

function nameIn(link: ConstDirectiveNode, feature: string): string {
  const imports = valueOf(link, "import");
  for (const imported of imports?.kind === Kind.LIST ? imports.values : []) {
    if (imported.kind === Kind.STRING && imported.value === `@${feature}`) return feature;
    if (imported.kind !== Kind.OBJECT) continue;
    const [name, as] = ["name", "as"].map((member) =>
      textOf(imported.fields.find((field) => field.name.value === member)?.value),
    );
    if (name === `@${feature}`) return as ? as.slice(1) : feature;
  }
  return textOf(valueOf(link, "as")) || feature;
}

function valueOf({ arguments: given }: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return given?.find((argument) => argument.name.value === name)?.value;
}

function textOf(value: ConstValueNode | undefined): string {
  return value?.kind === Kind.STRING ? value.value : "";
}
