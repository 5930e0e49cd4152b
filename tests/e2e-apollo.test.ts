import assert from "node:assert/strict";
import { after } from "node:test";
import { clientAt } from "./support/client.ts";
import { openCollector } from "./support/collector.ts";
import { eventually } from "./support/eventually.ts";
import { journey } from "./support/journey.ts";
import { inShapes } from "./support/shapes.ts";

const collector = await openCollector();
after(() => collector.close());
const TRACED_MS_MAX = 5_000;

/** The engine that ours is compared with must serve the whole platform, or the comparison says nothing. */
inShapes(
  (platform, test) => {
    journey(platform, test);

    test("it is the other engine that answers: it offers no @defer", async () => {
      const { __schema } = await clientAt(platform().url).must(`{ __schema { directives { name } } }`);
      assert.ok(!__schema.directives.some(({ name }: { name: string }) => name === "defer"));
    });

    test("what it asks of subgraphs is traced as the settings say", async () => {
      await clientAt(platform().url).must(`query Traced { products(first: 1) { nodes { id } } }`);
      await eventually(() => {
        const request = collector.spans().find((span) => span.attributes["graphql.operation.name"] === "Traced");
        const call = collector.spans().find(({ parentId }) => parentId !== undefined && parentId === request?.id);
        assert.deepEqual([call?.service, call?.name], ["agora-gateway", "fetch catalog"]);
      }, TRACED_MS_MAX);
    });
  },
  {
    shapes: ["one process"],
    env: { AGORA_GATEWAY: "apollo", AGORA_TRACING_URL: collector.url, AGORA_TRACING_KEPT_RATIO: "1" },
  },
);
