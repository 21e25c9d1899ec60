// A certified OpenID provider on this machine, with its own pages; what it is to know comes as JSON
// in PROVIDER: port (0: any), clients, and people by the name they sign in with: {claims, acr}.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Its clock is the test's: set by GET /clock?ahead=milliseconds.
let ahead = 0;
const Machine = Date;
globalThis.Date = class extends Machine {
  constructor(...given) {
    super(...(given.length ? given : [Machine.now() + ahead]));
  }
  static now() {
    return Machine.now() + ahead;
  }
};

const from = createRequire(`${process.env.PROVIDER_FOLDER}/`);
const { Provider } = await import(pathToFileURL(from.resolve("oidc-provider")));
const said = JSON.parse(process.env.PROVIDER);

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = privateKey.export({ format: "jwk" });
const server = createServer();
await new Promise((ready) => server.listen(said.port, "127.0.0.1", ready));
const { port } = server.address();
const own = `http://127.0.0.1:${port}`;

const provider = new Provider(own, {
  clients: said.clients,
  jwks: { keys: [{ ...key, kid: `key-${Date.now()}`, use: "sig", alg: "RS256" }] },
  cookies: { keys: ["of the tests alone"] },
  acrValues: ["loa1", "loa2"],
  claims: { openid: ["sub"], acr: null, profile: ["name"], phone: ["phone_number"] },
  features: {
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    devInteractions: { enabled: true },
  },
  // It tells nobody on this machine that somebody signed out, unless it is let.
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...said.people[id]?.claims }),
  }),
});
// Its own page asks for a name alone: how well that was checked is said here.
const finish = provider.interactionFinished.bind(provider);
provider.interactionFinished = (request, response, result, how) => {
  if (result.login) result.login.acr = said.people[result.login.accountId]?.acr;
  return finish(request, response, result, how);
};
provider.on("backchannel.error", (_ctx, error) => console.error("backchannel", error));
provider.on("server_error", (_ctx, error) => console.error("server", error));
const answer = provider.callback();
server.on("request", (request, response) => {
  const asked = new URL(request.url, own);
  if (asked.pathname !== "/clock") {
    const set = response.setHeader.bind(response);
    // A browser's store knows the machine's clock alone: what it keeps stays until it is closed.
    response.setHeader = (name, value) =>
      set(name, name.toLowerCase() !== "set-cookie" ? value : [value].flat().map(
        (each) => each.replace(/; expires=(?!Thu, 01 Jan 1970)[^;]*/i, ""),
      ));
    return answer(request, response);
  }
  ahead = Number(asked.searchParams.get("ahead"));
  return response.end();
});
console.log(`LISTENS ${port}`);
