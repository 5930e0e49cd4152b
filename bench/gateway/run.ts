import { once } from "node:events";
import { leaveTargetCore } from "./processes.ts";
import { readOptions, USAGE } from "./options.ts";
import { openWorld, type World } from "./world.ts";

const options = readOptions(process.argv.slice(2));
if (options.mode === "help") {
  console.log(USAGE);
  process.exit(0);
}
leaveTargetCore();
const world = await openWorld(options.dataFolder, options.port);
if (!world) {
  console.log(
    `The shared data are not at ${options.dataFolder}: nothing is measured. --data FOLDER names another place.`,
  );
  process.exit(0);
}
try {
  if (options.mode === "serve") await serve(world);
} finally {
  await world.close();
}
process.exit(0);

async function serve({ cheap, real }: World): Promise<void> {
  for (const [title, { supergraphFile, urls }] of Object.entries({ cheap, real })) {
    console.log(`\n${title} subgraphs\n  --supergraph ${supergraphFile}`);
    for (const [name, url] of urls) console.log(`  --route ${name}=${url}`);
  }
  console.log("\ncheap ones answer each request body once, real ones execute every request. Ctrl-C ends them.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
