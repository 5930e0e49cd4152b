import type { Field, Model, Selection } from "./model.ts";

/** The smallest model found that still fails: what is not needed for the failure is taken away, one thing at a time. */
export async function shrinkModel(model: Model, fails: (model: Model) => Promise<boolean>): Promise<Model> {
  let smallest = model;
  for (const change of changesOf(model)) {
    const candidate = structuredClone(smallest);
    change(candidate);
    if (isWhole(candidate) && (await fails(candidate))) smallest = candidate;
  }
  return smallest;
}

type Change = (model: Model) => void;

/** Fields first: with them goes most of the rest. */
function changesOf(model: Model): Change[] {
  const fields: Change[] = [];
  const marks: Change[] = [];
  for (const [path, field] of fieldsOf(model)) {
    if (!field.isKey) fields.push((candidate) => removeField(candidate, path));
    const mark = (act: (field: Field) => void) =>
      marks.push((candidate) => {
        const found = fieldsOf(candidate).find(([other]) => other === path);
        if (found) act(found[1]);
      });
    if (field.requires) mark((found) => delete found.requires);
    if (field.takes) mark((found) => delete found.takes);
    if (field.override) mark((found) => delete found.override);
    if (field.isInaccessible) mark((found) => (found.isInaccessible = false));
    if (field.fault !== "none") mark((found) => (found.fault = "none"));
    for (const subgraph of field.provides.keys()) mark((found) => found.provides.delete(subgraph));
    for (const subgraph of field.owners)
      if (!field.isKey) mark((found) => found.owners.size > 1 && found.owners.delete(subgraph));
  }
  const types = [...model.objects.values()].flatMap(({ name, presence }) =>
    [...presence.keys()].map(
      (subgraph): Change =>
        (candidate) =>
          void candidate.objects.get(name)?.presence.delete(subgraph),
    ),
  );
  const abstract = [...model.unions.keys(), ...model.interfaces.keys()].map((name): Change => (candidate) => {
    candidate.unions.delete(name);
    candidate.interfaces.delete(name);
  });
  return [...fields, ...abstract, ...marks, ...types].map((change) => (candidate) => {
    change(candidate);
    tidy(candidate);
  });
}

/** Whatever can be returned is known to somebody. */
function isWhole({ objects, interfaces, unions }: Model): boolean {
  const members = [...interfaces.values(), ...unions.values()].flatMap((type) => type.members);
  return members.every((name) => objects.get(name)!.presence.size > 0);
}

function fieldsOf(model: Model): [string, Field][] {
  const own = [...model.objects.values()].flatMap(({ name, fields }) =>
    [...fields.values()].map((field): [string, Field] => [`${name}.${field.name}`, field]),
  );
  const added = [...model.interfaces.values()].flatMap(({ name, entity }) =>
    [...(entity?.fields.values() ?? [])].map((field): [string, Field] => [`${name}.${field.name}`, field]),
  );
  return [...own, ...added];
}

function removeField(model: Model, path: string): void {
  const [typeName, name] = path.split(".") as [string, string];
  model.objects.get(typeName)?.fields.delete(name);
  model.interfaces.get(typeName)?.entity?.fields.delete(name);
}

/** Selections, external fields and interface fields say only what there is and what is used. */
function tidy(model: Model): void {
  for (const type of model.interfaces.values())
    for (const name of type.fields.keys())
      if (!type.members.every((member) => model.objects.get(member)?.fields.has(name))) type.fields.delete(name);
  for (const [, field] of fieldsOf(model)) {
    if (field.requires) field.requires = withoutUnknown(model, field.requires);
    if (field.requires?.length === 0) delete field.requires;
    if (field.takes && withoutUnknown(model, [field.takes.selection]).length === 0) delete field.takes;
    for (const [subgraph, selections] of field.provides) {
      const known = withoutUnknown(model, selections);
      if (known.length > 0) field.provides.set(subgraph, known);
      else field.provides.delete(subgraph);
    }
  }
  const named = new Map(model.subgraphs.map((subgraph) => [subgraph, namedBy(model, subgraph)]));
  for (const { presence, fields } of model.objects.values())
    for (const [subgraph, { externals }] of presence)
      for (const name of externals) {
        if (fields.has(name) && named.get(subgraph)!.has(name)) continue;
        externals.delete(name);
        fields.get(name)?.providedIn.delete(subgraph);
      }
}

function withoutUnknown(model: Model, selections: readonly Selection[]): Selection[] {
  const isKnown = (name: string) => fieldsOf(model).some(([path]) => path.endsWith(`.${name}`));
  return selections.flatMap((selection) => {
    const below = withoutUnknown(model, selection.selections);
    const isEmptied = selection.selections.length > 0 && below.length === 0;
    return isKnown(selection.field) && !isEmptied ? [{ ...selection, selections: below }] : [];
  });
}

/** The names of all fields that selections of a subgraph mention. */
function namedBy(model: Model, subgraph: string): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (selections: readonly Selection[]): void =>
    selections.forEach(({ field, selections: below }) => {
      names.add(field);
      note(below);
    });
  for (const [, { requires = [], takes, provides, owners }] of fieldsOf(model)) {
    if (owners.has(subgraph)) note([...requires, ...(takes ? [takes.selection] : [])]);
    note(provides.get(subgraph) ?? []);
  }
  return names;
}
