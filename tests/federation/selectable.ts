import { type Field, isComposite, membersIn, type Model, namedTypeOf } from "./model.ts";

/** Could a subgraph that does not resolve the field name it in a selection? */
export function isSelectable(model: Model, field: Field, subgraph: string): boolean {
  const named = namedTypeOf(field.type);
  if (!isComposite(model, named)) return true;
  if (model.interfaces.get(named)?.entity?.objectIn === subgraph) return false;
  const members = membersIn(model, subgraph, named).map((name) => model.objects.get(name)!);
  return (
    members.length > 0 &&
    members.every(
      ({ fields, barredFrom }) =>
        !barredFrom.has(subgraph) &&
        [...fields.values()].some(({ type, args }) => !isComposite(model, namedTypeOf(type)) && args.length === 0),
    )
  );
}

export function resolvesOrDid(field: Field, subgraph: string): boolean {
  return field.owners.has(subgraph) || field.override?.from === subgraph;
}
