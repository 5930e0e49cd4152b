import type { Ports } from "../ports.ts";
import type { QueryResolvers } from "./resolvers.generated.ts";

export function queryResolvers({ store }: Ports): QueryResolvers {
  return { warehouses: () => store.listWarehouses() };
}
