import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  validate,
  visit,
} from "graphql";
import { openApolloPlanner } from "#gateway/planning/apollo-planner.ts";
import { randomOf } from "#tests/federation/random.ts";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";
import { insertDefer } from "#tests/support/insert-defer.ts";
import { writeOperation } from "#tests/support/random-operations.ts";

/**
 * Whatever a document looks like: no subgraph hears of what its caller may not ask, and the rest is what a caller gets
 * who may ask for everything. What is refused is worked out by graphql-js over that caller's answer.
 */
const RUNS = 60;

/** The rules by what they stand on, each with the scope (or `is:` policy) that satisfies it; "" is a session. */
const RULES: Readonly<Record<string, string>> = {
  Keeper: "keepers",
  Mood: "",
  "Dog.weight": "",
  "Dog.tag": "tags",
  "Cat.lives": "is:vet",
  "Cage.label": "is:vet",
  "Cat.age": "",
};
/** What composition asks for beside them, since these fields need guarded ones. */
const REPEATED: Readonly<Record<string, string>> = { "Dog.dose": "", "Cat.luck": "is:vet", "Inmate.note": "is:vet" };
/** What it refuses, and older versions let pass. */
const ON_INTERFACES: Readonly<Record<string, string>> = { "Being.friend": "friends", "Named.name": "names" };

/** What a field needs besides itself. */
const NEEDS: Readonly<Record<string, string>> = {
  "Dog.dose": "Dog.weight",
  "Cat.luck": "Cat.lives",
  "Inmate.note": "Cage.label",
  "Inmate.room": "Cage.size",
};

type RuleAt = (coordinate: string) => string;

const zoo = (rule: RuleAt) => `
type Query { beings: [Being!]! being(id: ID): Being named: [Named] anything: [Thing] keeper: Keeper cages: [Cage!]! mood: Mood }
interface Named { name: String }
interface Being implements Named { id: ID! name: String weight: Int friend: Being keeper: Keeper }
type Dog implements Being & Named @key(fields: "id") {
  id: ID! name: String weight: Int ${rule("Dog.weight")} friend: Being keeper: Keeper mood: Mood tag: String! ${rule("Dog.tag")}
}
type Cat implements Being & Named @key(fields: "id") {
  id: ID! name: String weight: Int friend: Being keeper: Keeper mood: Mood lives: Int ${rule("Cat.lives")}
}
type Rock implements Named { name: String weight: Int }
type Keeper ${rule("Keeper")} @key(fields: "id") { id: ID! name: String wage: Int beings: [Being!]! }
union Thing = Dog | Cat | Rock | Keeper
enum Mood ${rule("Mood")} { CALM WILD }
type Cage @key(fields: "id") @context(name: "cage") { id: ID! size: Int label: String ${rule("Cage.label")} inmates: [Inmate!]! }
type Inmate @key(fields: "id") {
  id: ID!
  being: Being
  room(size: Int @fromContext(field: "$cage { size }")): Int
  note(label: String @fromContext(field: "$cage { label }")): String ${rule("Inmate.note")}
}
`;
const vet = (rule: RuleAt) => `
type Dog @key(fields: "id") { id: ID! weight: Int @external age: Int dose: Int @requires(fields: "weight") ${rule("Dog.dose")} }
type Cat @key(fields: "id") { id: ID! lives: Int @external age: Int ${rule("Cat.age")} luck: Int @requires(fields: "lives") ${rule("Cat.luck")} }
type Keeper @key(fields: "id") { id: ID! isDoctor: Boolean }
`;

const keeper: Record<string, unknown> = { __typename: "Keeper", id: "k1", name: "Kim", wage: 3 };
const rex: Record<string, unknown> = { __typename: "Dog", id: "d1", name: "Rex", weight: 30, mood: "WILD", tag: "t1" };
const tom: Record<string, unknown> = { __typename: "Cat", id: "c1", name: "Tom", weight: 4, mood: "CALM", lives: 9 };
Object.assign(rex, { friend: tom, keeper });
Object.assign(tom, { friend: { __typename: "Dog", id: "d2", name: "Lassie", weight: 25, tag: "t2" }, keeper: null });
keeper.beings = [rex, tom];
const byReference = { __resolveReference: (reference: object) => reference };
const resolvers = {
  zoo: {
    Query: {
      beings: () => [rex, tom],
      being: (_: unknown, { id }: { id?: string }) => (id === "1" ? tom : rex),
      named: () => [rex, { __typename: "Rock", name: "Ayers", weight: 1 }, null],
      anything: () => [rex, tom, { __typename: "Rock", name: "Uluru", weight: 2 }, keeper],
      keeper: () => keeper,
      cages: () =>
        [1, 2].map((id) => ({ id, size: id * 10, label: `cage ${id}`, inmates: [{ id: `i${id}`, being: rex }] })),
      mood: () => "CALM",
    },
    Dog: { __resolveReference: ({ id }: { id: string }) => ({ ...rex, id }) },
    Cat: { __resolveReference: () => tom },
    Keeper: { __resolveReference: () => keeper },
    Cage: byReference,
    Inmate: {
      ...byReference,
      being: ({ being }: { being?: object }) => being ?? rex,
      room: ({ id }: { id: string }, { size }: { size: number }) => size + Number(id.slice(1)),
      note: (_: unknown, { label }: { label: string }) => `in ${label}`,
    },
  },
  vet: {
    Dog: { ...byReference, age: () => 5, dose: ({ weight }: { weight: number }) => weight * 2 },
    Cat: { ...byReference, age: () => 6, luck: ({ lives }: { lives: number }) => lives - 1 },
    Keeper: { ...byReference, isDoctor: () => true },
  },
};

const directiveOf = (scope: string | undefined): string => {
  if (scope === undefined) return "";
  if (scope === "") return "@authenticated";
  return scope.startsWith("is:")
    ? `@policy(policies: [["${scope.slice(3)}"]])`
    : `@requiresScopes(scopes: [["${scope}"]])`;
};

for (const { name, inSdl, written } of [
  { name: "as composed", inSdl: { ...RULES, ...REPEATED }, written: {} },
  { name: "with rules on interfaces", inSdl: {}, written: { ...RULES, ...ON_INTERFACES } },
]) {
  test(`nothing of what is refused is asked for, and all the rest is answered: ${name}`, async () => {
    const rule: RuleAt = (coordinate) => directiveOf((inSdl as Record<string, string>)[coordinate]);
    const gateway = await openFederatedGateway({
      subgraphs: {
        zoo: { sdl: zoo(rule), resolvers: resolvers.zoo },
        vet: { sdl: vet(rule), resolvers: resolvers.vet },
      },
      written: Object.fromEntries(Object.entries(written).map(([at, scope]) => [at, directiveOf(scope)])),
      policies: (names, { scopes }) => new Set(names.filter((policy) => scopes.includes(`is:${policy}`))),
      limits: { aliasesMax: 10_000, costMax: 1_000_000, documentTokensMax: 100_000 },
    });
    const { apiSchema } = openApolloPlanner(parse(gateway.supergraphSdl));
    const rules = { ...inSdl, ...written, "Query.rules": "nobody" };
    const all = [...new Set(Object.values({ ...RULES, ...ON_INTERFACES }))];
    const met = { documents: 0, refusals: 0 };
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(), { minLength: 20, maxLength: 200 }),
          fc.option(fc.subarray(all), { nil: undefined }),
          async (choices, scopes) => {
            const { text, variables } = writeOperation(apiSchema, choices);
            const document = parse(text);
            fc.pre(validate(apiSchema, document).length === 0);
            const caller = scopes && new Set(["", ...scopes]);
            const isRefused = (type: string, field: string) =>
              rulesOf(apiSchema, rules, type, field).some((scope) => caller?.has(scope) !== true);

            const wholly = await ask(gateway, print(withTypenames(document)), variables, all);
            gateway.heard();
            const answer = await ask(gateway, text, variables, scopes);

            const checkHeard = () => {
              const { fields, text: heard } = gateway.heard();
              const told = [...fields].filter((field) => isRefused(...(field.split(".") as [string, string])));
              assert.deepEqual(told, [], `${text}\n${heard}`);
            };
            checkHeard();
            const deferred = insertDefer(document, randomOf(choices.length, choices[0] ?? 0));
            await inParts(gateway, print(deferred), variables, scopes);
            checkHeard();
            const expected = restricted(apiSchema, document, variables, wholly.data, isRefused);
            assert.deepEqual(answer.data, plain(expected.data), text);
            const paths = pathsOf(answer.errors);
            for (const path of pathsOf(expected.errors ?? [])) assert.ok(paths.includes(path), `${path}\n${text}`);
            met.documents += 1;
            if (answer.errors.length > 0) met.refusals += 1;
          },
        ),
        { numRuns: RUNS },
      );
    } finally {
      await gateway.close();
    }
    assert.ok(met.documents >= RUNS / 2 && met.refusals >= RUNS / 10, JSON.stringify(met));
  });
}

async function ask(gateway: FederatedGateway, query: string, variables: Record<string, unknown>, scopes?: string[]) {
  const token = scopes ? await gateway.token({ scope: scopes.join(" ") }) : undefined;
  const { data, errors, status, text } = await gateway.ask(query, { variables, token });
  assert.equal(status, 200, `${query}\n${text}`);
  return { data, errors };
}

/** Read to its end: what is asked for later must not be what was refused either. */
async function inParts(gateway: FederatedGateway, query: string, variables: object, scopes?: string[]): Promise<void> {
  const authorization = scopes && { authorization: `Bearer ${await gateway.token({ scope: scopes.join(" ") })}` };
  const accept = "multipart/mixed;deferSpec=20220824, application/json";
  const headers = { "content-type": "application/json", accept, ...authorization };
  const body = JSON.stringify({ query, variables });
  await (await fetch(`${gateway.url}/graphql`, { method: "POST", headers, body })).text();
}

/** All rules that bind a field, by what satisfies them. */
function rulesOf(
  schema: GraphQLSchema,
  rules: Readonly<Record<string, string>>,
  type: string,
  field: string,
): string[] {
  const object = schema.getType(type) as GraphQLObjectType;
  const given = object.getFields()[field] && getNamedType(object.getFields()[field]!.type).name;
  const holders = [type, ...object.getInterfaces().map(({ name }) => name)];
  const names = [...holders, ...holders.map((holder) => `${holder}.${field}`), ...(given ? [given] : [])];
  const own = names.flatMap((name) => rules[name] ?? []);
  const needed = NEEDS[`${type}.${field}`]?.split(".") as [string, string] | undefined;
  return needed ? [...own, ...rulesOf(schema, rules, ...needed)] : own;
}

const TYPENAME = "typename_of_this";

function withTypenames(document: DocumentNode): DocumentNode {
  const [marked] = parse(`{ ${TYPENAME}: __typename }`, { noLocation: true }).definitions;
  const [field] = (marked as { selectionSet: SelectionSetNode }).selectionSet.selections;
  return visit(document, {
    SelectionSet: { leave: (node) => ({ ...node, selections: [...node.selections, field!] }) },
    Field: { leave: (node) => (node.alias?.value === TYPENAME && node.name.kind === Kind.NAME ? node : undefined) },
  });
}

function restricted(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  data: Record<string, unknown>,
  isRefused: (type: string, field: string) => boolean,
): ExecutionResult {
  return execute({
    ...{ schema, document, variableValues, rootValue: data },
    typeResolver: (value: any) => value[TYPENAME],
    fieldResolver: (source: any, _: unknown, __: unknown, { parentType, fieldName, path }: GraphQLResolveInfo) => {
      if (isRefused(parentType.name, fieldName)) throw new GraphQLError("refused");
      return source[path.key];
    },
  }) as ExecutionResult;
}

function pathsOf(errors: readonly { readonly path?: readonly (string | number)[] }[]): string[] {
  return errors.map(({ path }) => String(path?.join("."))).toSorted();
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
