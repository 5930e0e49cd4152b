import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { buildSchema } from "graphql";
import { keepTypes } from "#gateway/execution/keep-types.ts";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";

/** The zoo knows what a being is; the clinic knows beings by their ids only, and says so when it is told less. */
const ZOO = `
interface Being @key(fields: "id") { id: ID! weight: Int }
interface Named { name: String! }
union Pet = Cat | Keeper
type Cat implements Being & Named @key(fields: "id") @key(fields: "chip") { id: ID! chip: Int! weight: Int name: String! lives: Int! }
type Dog implements Being @key(fields: "id") { id: ID! weight: Int tag: String! }
type Keeper implements Named { name: String! }
type Query { beings: [Being!]! keeper: Keeper }
`;
const CLINIC = `
type Being @interfaceObject @key(fields: "id") {
  id: ID!
  weight: Int @external
  dose: Int! @requires(fields: "weight")
  nights: Int!
  broken: String
  muzzle(of: Int): Int!
  room(in: String): String!
  file: File!
  copy: File
}
type File { note(of: Int): String! owner: String! color: String }
type Query { patients: [Being!]! }
`;
const SHELTER = `
union Guest = Cat | Dog
type Cat @key(fields: "chip") { chip: Int! }
type Dog @key(fields: "id") { id: ID! bed: Int }
type Query { guests: [Guest!]! }
`;

const beings = [
  { __typename: "Cat", id: "tom", chip: 1, weight: 4, name: "Tom", lives: 7 },
  { __typename: "Dog", id: "rex", weight: 30 },
];
const typed = ({ __typename }: { __typename: string }) => __typename;

let gateway: FederatedGateway;
let areScalesBroken = false;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      zoo: {
        sdl: ZOO,
        resolvers: {
          Query: { beings: () => beings },
          Being: {
            __resolveType: typed,
            __resolveReference: ({ id }: { id: string }) => beings.find((one) => one.id === id),
          },
          Cat: { __resolveReference: (told: { chip?: number }) => beings.find(({ chip }) => chip === told.chip) },
          Dog: {
            weight: ({ weight }: { weight: number }) => {
              if (areScalesBroken) throw new Error("the scales are broken");
              return weight;
            },
          },
          Named: { __resolveType: typed },
          Pet: { __resolveType: typed },
        },
      },
      shelter: { sdl: SHELTER, resolvers: { Query: { guests: () => beings }, Guest: { __resolveType: typed } } },
      clinic: {
        sdl: CLINIC,
        resolvers: {
          Query: { patients: () => beings.map(({ id }) => ({ id })) },
          Being: {
            __resolveReference: (told: { id?: string; weight?: number }) => {
              if (told.id === undefined) throw new Error(`Nobody is known by ${JSON.stringify(told)}`);
              return told;
            },
            dose: ({ weight }: { weight: number }) => weight * 10,
            nights: () => 2,
            muzzle: ({ id }: { id: string }, { of }: { of?: number }) => (id === "rex" || of === 0 ? 3 : null),
            broken: () => {
              throw new Error("broken");
            },
            room: ({ id }: { id: string }, { in: language = "en" }: { in?: string }) => `${id}'s room (${language})`,
            file: ({ id }: { id: string }) => ({ id }),
            copy: ({ id }: { id: string }) => ({ id }),
          },
          File: {
            note: ({ id }: { id: string }, { of: number }: { of?: number }) => `note ${number} of ${id}`,
            owner: ({ id }: { id: string }) => (id === "tom" ? "Ann" : null),
            color: () => "red",
          },
        },
      },
    },
  });
});
after(() => gateway.close());
beforeEach(() => gateway.traffic.splice(0));

async function answers(query: string): Promise<unknown> {
  const { data, errors } = await gateway.ask(query);
  assert.deepEqual(errors, [], query);
  return data;
}

test("an object that its subgraph knows by an interface is also what other interfaces and unions say", async () => {
  const tom = { name: "Tom", lives: 7 };
  assert.deepEqual(await answers("{ patients { ... on Named { name ... on Cat { lives } } } }"), {
    patients: [tom, {}],
  });
  assert.deepEqual(await answers("{ patients { ... on Pet { __typename ... on Keeper { name } } } }"), {
    patients: [{ __typename: "Cat" }, {}],
  });
  assert.deepEqual(await answers("{ patients { ...OfNamed } } fragment OfNamed on Named { ... on Being { nights } }"), {
    patients: [{ nights: 2 }, {}],
  });
});

test("a field that requires something is asked for objects of the type that it is wanted of", async () => {
  assert.deepEqual(await answers("{ patients { ... on Cat { dose } } }"), { patients: [{ dose: 40 }, {}] });
  assert.deepEqual(await answers("{ beings { ... on Cat { dose } } }"), { beings: [{ dose: 40 }, {}] });
  const asked = gateway.traffic.filter(({ subgraph }) => subgraph === "clinic");
  assert.ok(asked.every(({ request }) => !JSON.stringify(request.variables).includes("rex")));
});

test("what one type requires does not keep another type from fields that require nothing", async () => {
  assert.deepEqual(await answers("{ beings { ... on Cat { dose } nights } }"), {
    beings: [{ dose: 40, nights: 2 }, { nights: 2 }],
  });
  assert.equal(gateway.traffic.length, 2, "both are asked for in one request");
});

test("nor does what is asked of all types elsewhere", async () => {
  assert.deepEqual(await answers("{ beings { ... on Cat { dose } nights } patients { dose } }"), {
    beings: [{ dose: 40, nights: 2 }, { nights: 2 }],
    patients: [{ dose: 40 }, { dose: 300 }],
  });
});

test("an object that is known by a key of its type is asked for by that alone", async () => {
  assert.deepEqual(await answers("{ guests { ... on Being { dose } } }"), { guests: [{ dose: 40 }, { dose: 300 }] });
});

test("a field that one type lacks is asked of the type that it is wanted of", async () => {
  assert.deepEqual(await answers("{ patients { dose ... on Dog { muzzle } } }"), {
    patients: [{ dose: 40 }, { dose: 300, muzzle: 3 }],
  });
});

test("nor does it lack what is asked of all by another name", async () => {
  assert.deepEqual(await answers("{ beings { none: muzzle(of: 0) ... on Dog { muzzle } } }"), {
    beings: [{ none: 3 }, { none: 3, muzzle: 3 }],
  });
});

test("types that are one for a subgraph may ask for the same field in different ways", async () => {
  const query = `{ patients {
    ... on Cat { room(in: "fr") same: nights file { note(of: 1) } }
    ... on Dog { room same: dose file { note(of: 2) } }
  } }`;
  assert.deepEqual(await answers(query), {
    patients: [
      { room: "tom's room (fr)", same: 2, file: { note: "note 1 of tom" } },
      { room: "rex's room (en)", same: 300, file: { note: "note 2 of rex" } },
    ],
  });
});

test("fields that are asked for in one way keep their names and their plans", async () => {
  await answers(`{ patients { ... on Cat { room(in: "fr") } ... on Dog { room(in: "fr") } } }`);
  assert.equal(gateway.traffic.length, 3);
  assert.ok(gateway.traffic.every(({ request }) => !request.document.includes("__own")));
});

test("a field that fails leaves the rest of an object whose type nobody needs", async () => {
  const { data, errors } = await gateway.ask("{ patients { id: broken nights } }");
  assert.deepEqual(data, {
    patients: [
      { id: null, nights: 2 },
      { id: null, nights: 2 },
    ],
  });
  assert.deepEqual(toldOf(errors), ["patients.0.id INTERNAL_SERVER_ERROR", "patients.1.id INTERNAL_SERVER_ERROR"]);
});

test("what a hidden value failed for, and nobody needs, is not told", async () => {
  const query = "{ patients { ... on Dog { dose } } }";
  assert.deepEqual(await answers(query), { patients: [{}, { dose: 300 }] });
  const { weight } = beings[0]!;
  beings[0]!.weight = Number.NaN;
  try {
    assert.deepEqual(await answers(query), { patients: [{}, { dose: 300 }] });
  } finally {
    beings[0]!.weight = weight;
  }
});

test("below a field of all types nothing is asked that is wanted of another type and could take the field along", async () => {
  assert.deepEqual(await answers("{ beings { ... on Cat { copy { owner } } copy { color } } }"), {
    beings: [{ copy: { owner: "Ann", color: "red" } }, { copy: { color: "red" } }],
  });
  gateway.traffic.splice(0);
  await answers("{ beings { ... on Cat { copy { color } } copy { note } } }");
  assert.equal(gateway.traffic.length, 2);
  assert.doesNotMatch(gateway.traffic[1]!.request.document, /_entities.*_entities/s);
});

test("who knows an interface only does not take back what is known of a type", () => {
  const schema = buildSchema(
    "interface Being { id: ID } type Cat implements Being { id: ID } type Query { being: Being }",
  );
  const answer = {
    friends: [
      { __typename: "Being", id: "tom" },
      { __typename: "Being", id: "rex" },
    ],
  };
  keepTypes({ friends: [{ __typename: "Cat" }, null] }, answer, schema);
  assert.deepEqual(answer.friends, [
    { __typename: "Cat", id: "tom" },
    { __typename: "Being", id: "rex" },
  ]);
});

test("the error that says why an object is gone is one at a field of the client's, not at what only we required", async (t) => {
  areScalesBroken = true;
  t.after(() => (areScalesBroken = false));
  const { data, errors } = await gateway.ask("{ patients { ... on Dog { tag } dose } }");

  assert.equal(data, null);
  assert.deepEqual(
    errors.map(({ path }) => path),
    [["patients", 1, "tag"]],
  );
});

test("where the type cannot be had, the object is gone and an error says so", async () => {
  gateway.condition("zoo", "down");
  const all = [
    await gateway.ask("{ patients { nights ... on Cat { lives } } }"),
    await gateway.ask("{ patients { ... on Cat { nights } } }"),
    await gateway.ask("{ patients { __typename } }"),
    await gateway.ask("{ patients { ... on Dog { bed } } }"),
  ];
  gateway.condition("zoo", "up");
  for (const { data, errors } of all) {
    assert.equal(data, null);
    assert.ok(errors.length > 0 && errors.every(({ path }) => path?.[0] === "patients"));
    assert.ok(
      errors.every(({ extensions }) => extensions.code === "SERVICE_UNAVAILABLE"),
      JSON.stringify(errors),
    );
  }
});
