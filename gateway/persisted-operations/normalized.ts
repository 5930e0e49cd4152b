import { type DocumentNode, Kind, print, type SelectionSetNode, stripIgnoredCharacters } from "graphql";

/**
 * A document as a safelist compares it, as Apollo Router does: white space, commas, comments and the order of its
 * definitions do not count; everything else does.
 */
export function normalized({ definitions }: DocumentNode): string {
  return definitions
    .map((definition) => stripIgnoredCharacters(print(definition)))
    .sort()
    .join("\n");
}

/** Whether all it asks, through whatever fragments, is the schema. Of a document that nobody has validated. */
export function asksOnlyForTheSchema({ definitions }: DocumentNode): boolean {
  const fragments = new Map(
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
  const seen = new Set<string>();
  const isSchemaOnly = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value.startsWith("__");
      if (selection.kind === Kind.INLINE_FRAGMENT) return isSchemaOnly(selection.selectionSet);
      const { value } = selection.name;
      if (seen.has(value)) return true;
      seen.add(value);
      const fragment = fragments.get(value);
      return fragment !== undefined && isSchemaOnly(fragment.selectionSet);
    });
  return definitions.every((node) => node.kind !== Kind.OPERATION_DEFINITION || isSchemaOnly(node.selectionSet));
}
