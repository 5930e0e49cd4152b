import type { Route, RouteRequest, RouteResponse } from "#kernel/subgraph.ts";
import type { SandboxCharge, SandboxLedger } from "./sandbox-ledger.ts";
import type { Delivery } from "./sandbox-webhook.ts";

export const CHALLENGE_PATH = "/hooks/payments/sandbox/challenge";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ChallengeOptions {
  readonly ledger: SandboxLedger;
  /** The path below which the shop's public address serves; empty at the root. */
  readonly basePath: string;
  send(deliveries: readonly Delivery[]): void;
}

/** The page of the buyer's bank, as 3-D Secure shows one: approve or decline, then back to the shop. */
export function challengeRoutes({ ledger, basePath, send }: ChallengeOptions): Route[] {
  const find = async ({ path }: RouteRequest) => {
    const [id = "", decision] = path.slice(CHALLENGE_PATH.length + 1).split("/");
    return { charge: UUID.test(id) ? await ledger.findCharge(id) : undefined, decision };
  };

  const show = async (request: RouteRequest): Promise<RouteResponse> => {
    const { charge, decision } = await find(request);
    if (!charge || decision !== undefined) return page(404, "There is no such payment", "");
    if (charge.status !== "requires_action") return closedPage(charge);
    const form = (name: string, label: string) =>
      `<form method="post" action="${escaped(`${basePath}${CHALLENGE_PATH}/${charge.id}/${name}`)}"><button type="submit">${label}</button></form>`;
    const forms = form("approve", "Approve") + form("decline", "Decline");
    return page(200, "Is this you?", `<p>This is the sandbox: no money moves.</p>${forms}`);
  };

  const decide = async (request: RouteRequest): Promise<RouteResponse> => {
    const { charge, decision } = await find(request);
    if (!charge || (decision !== "approve" && decision !== "decline")) return page(404, "There is no such payment", "");
    send(await ledger.decide(charge.id, decision));
    if (charge.returnUrl === null) return closedPage((await ledger.findCharge(charge.id)) ?? charge);
    return { status: 303, headers: { location: returnUrlOf(charge.returnUrl, charge), "cache-control": "no-store" } };
  };

  return [
    { method: "GET", path: `${CHALLENGE_PATH}/*`, handle: show },
    { method: "POST", path: `${CHALLENGE_PATH}/*`, handle: decide },
  ];
}

function closedPage(charge: SandboxCharge): RouteResponse {
  const { status, returnUrl } = charge;
  const back =
    returnUrl === null ? "" : `<p><a href="${escaped(returnUrlOf(returnUrl, charge))}">Back to the shop</a></p>`;
  const words = {
    succeeded: "Approved",
    failed: "Declined",
    cancelled: "Cancelled by the shop",
    processing: "Underway",
  };
  return page(200, status === "requires_action" ? "Too late" : words[status], back);
}

/** The shop's address with the payment's id, which is no secret. */
function returnUrlOf(returnUrl: string, { paymentId }: SandboxCharge): string {
  const url = new URL(returnUrl);
  url.searchParams.set("payment", paymentId);
  return url.href;
}

function page(status: number, title: string, content: string): RouteResponse {
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox bank</title>
<style>body{font:1rem system-ui;max-width:24rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1.5rem;margin:.25rem 0;width:100%}</style>
<h1>${title}</h1>
${content}
</html>
`;
  return { status, headers: HEADERS, body };
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
