import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import type { Tls } from "#gateway/http/listener.ts";
import { PlatformStartError } from "../start-error.ts";

/** Key and certificate, tried out, so that a pair that does not fit is refused before it takes over. */
export function tlsOf(tls: GatewayConfig["tls"]): Tls | undefined {
  if (!tls) return undefined;
  try {
    const pair = { key: readFileSync(tls.keyFile, "utf8"), cert: readFileSync(tls.certFile, "utf8") };
    createSecureContext(pair);
    return { ...pair, http2: tls.http2 };
  } catch (error) {
    throw new PlatformStartError({
      message: `The certificate ${tls.certFile} with the key ${tls.keyFile} cannot be used: ${(error as Error).message}.`,
      remedy: "Name a private key and its certificate, both PEM: tls.keyFile and tls.certFile.",
    });
  }
}
