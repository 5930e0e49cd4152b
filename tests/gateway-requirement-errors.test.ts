import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { unseenErrors, visiblePart } from "#gateway/execution/unseen-errors.ts";
import { type FederatedGateway, openFederatedGateway } from "#tests/support/federation.ts";

/** What `stock` computes of rooms fails where the `house` cannot say what it needs. */
const HOUSE = `
type Query { rooms: [Room!]! front: Door @shareable }
type Room @key(fields: "id") { id: ID! size: Int walls: Walls view: String! floor: Floor @shareable }
type Floor { wood: String }
type Walls { color: String height: Int }
type Door { lock: String @shareable bell: String }
`;
const STOCK = `
type Query { front: Door @shareable }
type Door { lock: String @shareable keys: Int }
type Room @key(fields: "id") {
  id: ID!
  size: Int @external
  walls: Walls @external
  name: String!
  heat: Int @requires(fields: "size")
  paint: String @requires(fields: "walls { color }")
}
type Walls { color: String @external }
`;
const MORE = `
type Room @key(fields: "id") {
  id: ID!
  tone: String @external
  floor: Floor @external
  echo: String @requires(fields: "tone")
  blend: String @requires(fields: "floor { wood sound }")
}
type Floor { wood: String @external sound: String @external }
`;
const TONES = `
type Room @key(fields: "id") { id: ID! tone: String glass: Glass! floor: Floor @shareable }
type Floor { sound: String }
type Glass { depth: Int! }
`;
type Room = {
  id: string;
  size?: number;
  walls?: { color: string };
  tone?: string;
  floor?: { wood: string; sound: string };
};
const room = ({ id }: Room) => ({ id });
const fails = () => {
  throw new Error("broken");
};

let gateway: FederatedGateway;
before(async () => {
  gateway = await openFederatedGateway({
    subgraphs: {
      house: {
        sdl: HOUSE,
        resolvers: {
          Query: {
            rooms: () => [{ id: "r1" }, { id: "r2" }],
            front: () => ({ lock: "brass", bell: fails }),
          },
          Room: {
            __resolveReference: room,
            size: ({ id }: Room) => (id === "r1" ? fails() : 4),
            walls: () => ({ color: fails, height: 3 }),
            view: () => "garden",
            floor: () => ({ wood: "oak" }),
          },
        },
      },
      stock: {
        sdl: STOCK,
        resolvers: {
          Query: { front: () => ({ lock: "brass", keys: 2 }) },
          Room: {
            name: ({ id }: Room) => `Room ${id}`,
            heat: ({ size }: Room) => size! * 2,
            paint: ({ walls }: Room) => walls!.color,
          },
        },
      },
      more: {
        sdl: MORE,
        resolvers: {
          Room: {
            echo: ({ tone }: Room) => `${tone}!`,
            blend: ({ floor }: Room) => `${floor?.wood} ${floor?.sound}`,
          },
        },
      },
      tones: {
        sdl: TONES,
        resolvers: {
          Room: {
            __resolveReference: room,
            tone: () => "la",
            glass: () => ({ depth: fails }),
            floor: () => ({ sound: "la" }),
          },
        },
      },
    },
  });
});
after(() => gateway.close());
beforeEach(() => void gateway.heard());

const pathsOf = (errors: readonly { path?: (string | number)[] }[]) => errors.map(({ path }) => path?.join("."));

test("an object that lacks what one field requires is still asked for the others", async () => {
  const { data, errors } = await gateway.ask(`{ rooms { name heat } }`);
  assert.deepEqual(data.rooms, [
    { name: "Room r1", heat: null },
    { name: "Room r2", heat: 8 },
  ]);
  assert.deepEqual(pathsOf(errors), ["rooms.0.heat"]);
});

test("an error of what only the gateway asked for is told where it was needed, and nowhere else", async () => {
  const { data, errors } = await gateway.ask(`{ rooms { walls { height } paint name } }`);
  assert.deepEqual(
    data.rooms,
    ["r1", "r2"].map((id) => ({ walls: { height: 3 }, paint: null, name: `Room ${id}` })),
  );
  assert.deepEqual(pathsOf(errors).toSorted(), ["rooms.0.paint", "rooms.1.paint"]);
});

test("a required object of which one of two subgraphs fails is not sent in part", async () => {
  gateway.condition("tones", "down");
  const { data, errors } = await gateway.ask(`{ rooms { blend name } }`);
  gateway.condition("tones", "up");
  assert.deepEqual(
    data.rooms,
    ["r1", "r2"].map((id) => ({ blend: null, name: `Room ${id}` })),
  );
  assert.deepEqual(pathsOf(errors).toSorted(), ["rooms.0.blend", "rooms.1.blend"]);
  assert.deepEqual((await gateway.ask(`{ rooms { blend } }`)).data.rooms[0], { blend: "oak la" });
});

test("what a null takes along does not fail by itself", async () => {
  const { data, errors } = await gateway.ask(`{ rooms { view echo glass { depth } } }`);
  assert.equal(data, null);
  assert.deepEqual(pathsOf(errors), ["rooms.0.glass.depth", "rooms.1.glass.depth"]);
});

test("where one of two subgraphs that answer a field is down, the error is told at what is missing", async () => {
  gateway.condition("stock", "down");
  const { data, errors } = await gateway.ask(`{ front { bell lock keys } }`);
  gateway.condition("stock", "up");
  assert.deepEqual(data.front, { bell: null, lock: "brass", keys: null });
  assert.deepEqual(pathsOf(errors).toSorted(), ["front.bell", "front.keys"]);
});

test("what failed for a requirement is not told at the client's own field of that name", () => {
  const told = { path: ["room", "annex", "tone"], below: [], message: "broken", extensions: {} };
  const placesIn = (asked: string) =>
    unseenErrors([told], {
      ...{ errors: [], unexplained: [], isAsked: ([, name = asked]) => name === asked },
      nameOf: (name) => name.replace("__own", ""),
      visible: (path) => visiblePart(path, { room: { annex: null } }),
    }).map(({ path }) => path);

  assert.deepEqual(placesIn("annex__own"), []);
  assert.deepEqual(placesIn("annex"), [["room", "annex"]]);
});
