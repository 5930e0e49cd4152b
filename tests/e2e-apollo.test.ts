import assert from "node:assert/strict";
import { clientAt } from "./support/client.ts";
import { journey } from "./support/journey.ts";
import { inShapes } from "./support/shapes.ts";

/** The engine that ours is compared with must serve the whole platform, or the comparison says nothing. */
inShapes(
  (platform, test) => {
    journey(platform, test);

    test("it is the other engine that answers: it offers no @defer", async () => {
      const { __schema } = await clientAt(platform().url).must(`{ __schema { directives { name } } }`);
      assert.ok(!__schema.directives.some(({ name }: { name: string }) => name === "defer"));
    });
  },
  { shapes: ["one process"], env: { AGORA_GATEWAY: "apollo" } },
);
