import assert from "node:assert/strict";
import { test } from "node:test";
import { openFederatedGateway } from "#tests/support/federation.ts";

interface Work {
  readonly id: string;
  readonly slug: string;
  readonly title?: string;
}

const KEYS = `@key(fields: "id") @key(fields: "slug")`;
const workOf = ({ id = "", slug = `slug-${id}` }: Partial<Work>): Work & { __typename: string } => {
  const known = id || slug.slice("slug-".length);
  return { __typename: Number(known) % 2 ? "Film" : "Song", id: known, slug: `slug-${known}`, title: `title ${known}` };
};
const next = ({ slug }: Work) => workOf({ id: String(Number(slug.slice("slug-".length)) + 1) });

/** Of each work one may go on by either key to each of the others that know works: many ways within each other. */
function openWorks() {
  const fields = `id: ID! slug: String! title: String link: String`;
  const resolvers = { __resolveReference: workOf, link: ({ id }: Work) => `link ${id}` };
  return openFederatedGateway({
    subgraphs: {
      works: {
        sdl: `
          type Query { works: [Work!] }
          interface Work ${KEYS} { ${fields} }
          type Film implements Work ${KEYS} { ${fields} minutes: Int }
          type Song implements Work ${KEYS} { ${fields} bars: Int }`,
        resolvers: {
          Query: { works: () => ["1", "2"].map((id) => workOf({ id })) },
          Work: { __resolveReference: workOf },
          Film: { ...resolvers, minutes: () => 90 },
          Song: { ...resolvers, bars: () => 32 },
        },
      },
      charts: {
        sdl: `
          type Query { top: [Work] }
          type Work @interfaceObject @key(fields: "slug") { slug: String! rank: Rank similar: [Work] }
          type Rank { place: Int! best: Work }`,
        resolvers: {
          Query: { top: () => ["1", "2"].map((id) => ({ slug: workOf({ id }).slug })) },
          Work: {
            __resolveReference: ({ slug }: Work) => ({ slug }),
            rank: (work: Work) => ({ place: 1, best: { slug: next(work).slug } }),
            similar: (work: Work) => [{ slug: next(work).slug }],
          },
        },
      },
      texts: {
        sdl: `
          type Work @interfaceObject @key(fields: "id") {
            id: ID! title: String @external summary: String @requires(fields: "title")
          }`,
        resolvers: { Work: { summary: ({ title }: Work) => `of ${title}` } },
      },
      shelves: {
        sdl: `
          type Film @key(fields: "id") { id: ID! shelf: Int }
          type Song @key(fields: "slug") { slug: String! shelf: Int }`,
        resolvers: { Film: { shelf: () => 1 }, Song: { shelf: () => 2 } },
      },
    },
  });
}

test("what can be had in many ways within each other is planned object by object", async (t) => {
  const gateway = await openWorks();
  t.after(() => gateway.close());
  const end = (id: number) => ({ link: `link ${id}`, summary: `of title ${id}` });
  const within = (names: readonly string[], inner: string) =>
    names.reduceRight((inside, name) => `${name} { ${inside} }`, inner);

  const short = await gateway.ask(`{ ${within(["top", "rank", "best", "similar"], "link summary")} }`);
  assert.deepEqual(short.errors, []);
  assert.deepEqual(
    short.data.top,
    [3, 4].map((id) => ({ rank: { best: { similar: [end(id)] } } })),
  );

  const steps = ["rank", "best", "rank", "best", "rank", "best"];
  const typed = `__typename link summary ... on Film { shelf minutes } ... on Song { shelf bars }`;
  const long = await gateway.ask(`{ ${within(["top", ...steps], typed)} }`);
  assert.deepEqual(long.errors, []);
  const film = { __typename: "Film", ...end(5), shelf: 1, minutes: 90 };
  const song = { __typename: "Song", ...end(4), shelf: 2, bars: 32 };
  const found = [song, film].map((best) => ({ rank: { best: { rank: { best: { rank: { best } } } } } }));
  assert.deepEqual(long.data.top, found);
});
