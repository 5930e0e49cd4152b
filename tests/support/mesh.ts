/**
 * Subgraphs made to be hard to plan for: all of them can answer most fields, so that there are ways without number
 * through them, and an interface has many types, each of which they know a part of.
 */
export const MESH: Readonly<Record<string, { readonly sdl: string }>> = Object.fromEntries(
  ["one", "two", "three"].map((name) => [name, { sdl: sdlOf(name) }]),
);

function sdlOf(name: string): string {
  const own = name === "one" ? "type Subscription { news: Node }" : "";
  const types = Array.from(
    { length: 10 },
    (_, index) =>
      `type N${index} implements Node @key(fields: "id") { id: ID! a: Int @shareable node: Node @shareable ${name}: Int }`,
  );
  return `
    type Query { thing: Thing @shareable node: Node @shareable }
    type Thing @key(fields: "id") {
      id: ID! a: Int @shareable b: Int @shareable thing: Thing @shareable other: Other @shareable ${name}: Int
    }
    type Other @key(fields: "id") { id: ID! a: Int @shareable thing: Thing @shareable other: Other @shareable }
    interface Node { id: ID! a: Int node: Node }
    ${types.join("\n")}
    ${own}
  `;
}
