import { readConfig } from "./gateway/config/read-config.ts";
import { allSettings } from "./gateway/config/all-settings.ts";
console.log(JSON.stringify(readConfig({}), null, 1).slice(0, 3000));
console.log(readConfig({ limits: { depthMx: 1, depthMax: "ten" }, server: { prt: 1, port: 0 }, redis: { url: 5 }, rateLimits: { requests: [{ name: "x", by: "me", pointsMax: 1 }] }, jwt: {}, subgraphs: { a: { ulr: 1 } }, tls: 5, cors: { origins: "*" } }));
console.log(readConfig(5), readConfig({limits: null}));
console.log(allSettings.length, allSettings.filter(s=>s.path[0]==="rateLimits"));
