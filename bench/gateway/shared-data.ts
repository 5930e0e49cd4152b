import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The services, rows and queries of the public gateway benchmark. Its licence keeps them out of this repository. */
export interface SharedData {
  readonly folder: string;
  /** SDL by the service's name, without the link to federation. */
  readonly services: ReadonlyMap<string, string>;
  readonly rows: Rows;
  readonly queries: Readonly<Record<QueryName, string>>;
}

export type QueryName = "large" | "small";

export interface Rows {
  readonly users: readonly { id: string; name: string; username: string; birthday: number }[];
  readonly products: readonly { upc: string; name: string; price: number; weight: number }[];
  readonly inventory: readonly { upc: string; inStock: boolean }[];
  readonly reviews: readonly { id: string; body: string; upc: string }[];
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const PART = /^# ===== (\w+)\n/m;

/** Undefined where the folder is not there. */
export function readSharedData(folder: string): SharedData | undefined {
  const files = join(folder, "gateway-bench");
  if (!existsSync(files)) return undefined;
  const read = (name: string) => readFileSync(join(files, name), "utf8");
  const [, ...parts] = read("services.graphql").split(PART);
  const services = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) services.set(parts[index]!, parts[index + 1]!);
  return { folder, services, rows: JSON.parse(read("data.json")), queries: JSON.parse(read("queries.json")) };
}

/** Beside the repository, or where AGORA_TEST_SHARED_DATA says. */
export function sharedDataFolder(): string {
  return resolve(root, process.env["AGORA_TEST_SHARED_DATA"] ?? "../shared/data");
}
