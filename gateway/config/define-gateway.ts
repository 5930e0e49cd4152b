import type { GatewayConfigInput } from "./gateway-settings.ts";

/** Says as it is written whether a setting is right: `export const config = defineGateway({ … })`. */
export function defineGateway(config: GatewayConfigInput): GatewayConfigInput {
  return config;
}
