// One JSON object per line in, one per line out: what the provider's package says or does.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import twilio from "twilio";

// The package has the provider's address built in; requests go to another one, otherwise as they are.
class ToAddress extends twilio.RequestClient {
  constructor(address) {
    super();
    this.address = address;
  }

  request(options) {
    return super.request({ ...options, uri: options.uri.replace("https://api.twilio.com", this.address) });
  }
}

const operations = {
  // Does what the provider does: signs the form with the account's token and posts it.
  webhook: async ({ token, url, form }) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-Twilio-Signature": twilio.getExpectedTwilioSignature(token, url, form) },
      body: new URLSearchParams(form),
    });
    return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
  },

  sign: ({ token, url, form }) => twilio.getExpectedTwilioSignature(token, url, form),

  // chain: names are properties, lists are calls: ["conferences", ["CF…"], "participants", ["CA…"]]
  rest: async ({ address, account, token, chain, method, args }) => {
    let resource = twilio(account, token, { httpClient: new ToAddress(address) });
    for (const part of chain)
      resource = Array.isArray(part) ? resource(...part) : resource[part];
    return (await resource[method](...args)).sid;
  },

  // verbs: [name, attributes, text or nested verbs]
  twiml: ({ kind, verbs }) => {
    const response = new twilio.twiml[kind]();
    for (const verb of verbs)
      write(response, verb);
    return response.toString();
  },

  // What the package's types allow on each verb.
  attributes: () => {
    const types = readFileSync(createRequire(import.meta.url).resolve("twilio/lib/twiml/VoiceResponse").replace(/\.js$/, ".d.ts"), "utf8");
    const allowed = {};
    for (const [, verb, fields] of types.matchAll(/interface (\w+)Attributes \{([^}]*)\}/g))
      allowed[verb] = [...new Set([...allowed[verb] ?? [], ...[...fields.matchAll(/^\s+"?([\w-]+)"?\??:/gm)].map(field => field[1])])];
    return allowed;
  },
};

function write(parent, [name, attributes, content]) {
  const element = typeof content === "string" ? parent[name](attributes, content) : parent[name](attributes);
  for (const child of Array.isArray(content) ? content : [])
    write(element, child);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { op, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { value: await operations[op](given) };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
