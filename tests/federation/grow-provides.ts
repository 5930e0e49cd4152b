import {
  type Field,
  isComposite,
  membersIn,
  type Model,
  namedTypeOf,
  type ObjectType,
  type Selection,
} from "./model.ts";
import { ensurePresent, presenceOf } from "./presence.ts";
import type { Random } from "./random.ts";
import { isSelectable, resolvesOrDid } from "./selectable.ts";

/** For such parents only, the owner of `field` brings along a field that others resolve. */
export function growProvides(model: Model, random: Random, field: Field, owner: string): void {
  const named = namedTypeOf(field.type);
  if (!isComposite(model, named) || model.interfaces.get(named)?.entity?.objectIn === owner) return;
  const selections = membersIn(model, owner, named).flatMap((member) => {
    const type = model.objects.get(member)!;
    const candidates = [...type.fields.values()].filter((inner) => isProvidable(model, inner, owner));
    if (type.kind !== "entity" || candidates.length === 0) return [];
    return random.some(candidates, 1, 2).map((inner) => ({
      ...provide(model, random, type, inner, owner),
      ...(member !== named && { on: member }),
    }));
  });
  if (selections.length > 0) field.provides.set(owner, selections);
}

function isProvidable(model: Model, field: Field, owner: string): boolean {
  const named = namedTypeOf(field.type);
  const isPlain =
    field.kind === "plain" && field.args.length === 0 && !field.requires && !field.takes && !field.override;
  const isShort = !isComposite(model, named) || model.objects.get(named)?.kind === "value";
  return isPlain && isShort && !resolvesOrDid(field, owner) && isSelectable(model, field, owner);
}

function provide(model: Model, random: Random, type: ObjectType, field: Field, owner: string): Selection {
  presenceOf(type, owner).externals.add(field.name);
  field.providedIn.add(owner);
  const value = model.objects.get(namedTypeOf(field.type));
  if (!value) return { field: field.name, selections: [] };
  ensurePresent(model, random, value.name, owner);
  const leaves = [...value.fields.values()].filter(
    ({ type: ref, args }) => !isComposite(model, namedTypeOf(ref)) && args.length === 0,
  );
  return {
    field: field.name,
    selections: random.some(leaves, 1, 2).map(({ name }) => ({ field: name, selections: [] })),
  };
}
