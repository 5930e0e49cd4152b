import { parseArgs } from "node:util";
import { createAgora } from "../agora.ts";
import { accepted } from "../outcome.ts";
import { run } from "./run.ts";

const USAGE =
  "node clients/sdk/examples/order-watcher.ts URL ORDER_ID (--email EMAIL --password PASSWORD | --token ACCESS_TOKEN)";
/** Nothing more comes of an order in one of these. */
const LAST = ["DELIVERED", "CANCELLED", "REFUNDED"];

/** Follows an order live until it has arrived. Cut the line, restart the shop: it goes on with the next change. */
await run(USAGE, async () => {
  const text = { type: "string" } as const;
  const options = { email: text, password: text, token: text };
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [url, orderId] = positionals;
  const { email, password, token } = values;
  if (!url || !orderId || !(token || (email && password))) throw new Error("An argument is missing.");

  const agora = createAgora({ url });
  if (token) await agora.account.useAccessToken(token);
  else accepted(await agora.account.signIn({ email: email!, password: password! }));

  for await (const { sequence, occurredAt, status, order } of agora.watchOrder(orderId)) {
    console.log(`${sequence}. ${occurredAt} ${order.number} ${status}`);
    if (LAST.includes(status)) break;
  }
  await agora.close();
});
