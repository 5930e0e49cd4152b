import { SUBGRAPHS } from "./compose.ts";
import { readConfig } from "./config.ts";
import { explain } from "./entry.ts";
import { provision } from "./provision.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { connectionFrom } from "./shop-database.ts";
import { PlatformStartError } from "./start-error.ts";

/** Once before the services start: gives each its role and schema in the database that AGORA_DATABASE_URL owns. */
try {
  const config = readConfig(process.env);
  if (!config.databaseUrl) {
    const remedy = "Set AGORA_DATABASE_URL to the owner's URL, postgres://USER:PASSWORD@HOST/DATABASE.";
    throw new PlatformStartError({ message: "There is no database to provision.", remedy });
  }
  await provision(connectionFrom(config.databaseUrl), SUBGRAPHS, openPlatformSecrets(config).passwordOf);
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
