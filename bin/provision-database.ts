import { SUBGRAPHS } from "./compose.ts";
import { readConfig } from "./config.ts";
import { provision } from "./provision.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { connectionFrom } from "./shop-database.ts";

/** Once before the services start: gives each its role and schema in the database that AGORA_DATABASE_URL owns. */
const config = readConfig(process.env);
if (!config.databaseUrl)
  throw new Error("Set AGORA_DATABASE_URL to the owner's URL, postgres://USER:PASSWORD@HOST/DATABASE");
await provision(connectionFrom(config.databaseUrl), SUBGRAPHS, openPlatformSecrets(config).passwordOf);
