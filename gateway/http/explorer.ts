import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { getDistDirectory, renderAltair } from "altair-static";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
};

/** Everything it needs comes from here; the browser is told to fetch nothing from elsewhere. */
const EXPLORER_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

const SANDBOX_ORIGINS = "https://*.apollographql.com";
const SANDBOX_POLICY =
  `default-src 'self' ${SANDBOX_ORIGINS}; script-src 'self' 'unsafe-inline' ${SANDBOX_ORIGINS}; style-src 'self' 'unsafe-inline' ${SANDBOX_ORIGINS}; ` +
  `img-src 'self' data: ${SANDBOX_ORIGINS}; frame-src ${SANDBOX_ORIGINS}; connect-src 'self' ws: wss: ${SANDBOX_ORIGINS}; frame-ancestors 'none'`;

/** The explorer that is part of this program: `/explorer`, usable offline. */
export async function answerExplorer(path: string, outgoing: ServerResponse): Promise<void> {
  outgoing.setHeader("content-security-policy", EXPLORER_POLICY);
  if (path === "/explorer" || path === "/explorer/") {
    const page = renderAltair({
      baseURL: "/explorer/",
      endpointURL: "/graphql",
      subscriptionsEndpoint: "/graphql",
      subscriptionsProtocol: "graphql-ws",
    });
    return sendPage(outgoing, page);
  }
  const folder = getDistDirectory();
  const file = normalize(join(folder, path.slice("/explorer".length)));
  const content = file.startsWith(folder + sep) ? await readFile(file).catch(() => undefined) : undefined;
  if (!content) return void outgoing.writeHead(404).end();
  outgoing.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "cache-control": "max-age=3600",
  });
  outgoing.end(content);
}

/** Apollo Sandbox, for those who are online: `/sandbox`. */
export function answerSandbox(outgoing: ServerResponse): void {
  outgoing.setHeader("content-security-policy", SANDBOX_POLICY);
  sendPage(
    outgoing,
    `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Apollo Sandbox</title>
    <style>html, body, #sandbox { margin: 0; height: 100% }</style>
  </head>
  <body>
    <div id="sandbox"><p>Apollo Sandbox is loaded from Apollo's servers. Offline, use <a href="/explorer">the explorer</a>.</p></div>
    <script src="https://embeddable-sandbox.cdn.apollographql.com/_latest/embeddable-sandbox.umd.production.min.js"></script>
    <script>
      new window.EmbeddedSandbox({ target: "#sandbox", initialEndpoint: new URL("/graphql", location.href).href });
    </script>
  </body>
</html>
`,
  );
}

function sendPage(outgoing: ServerResponse, page: string): void {
  outgoing.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" }).end(page);
}
