// One JSON object per line in, one per line out: what the provider's package says or does.
import { createInterface } from "node:readline";
import twilio from "twilio";

// The package has the provider's address built in; requests go to the simulator instead, otherwise as they are.
class ToSimulator extends twilio.RequestClient {
  constructor(base) {
    super();
    this.base = base;
  }

  request(options) {
    return super.request({ ...options, uri: options.uri.replace("https://api.twilio.com", this.base) });
  }
}

const operations = {
  validate: ({ token, signature, url, params }) => twilio.validateRequest(token, signature, url, params ?? {}),
  validateBody: ({ token, signature, url, body }) => twilio.validateRequestWithBody(token, signature, url, body),
  sign: ({ token, url, params }) => twilio.getExpectedTwilioSignature
    ? twilio.getExpectedTwilioSignature(token, url, params)
    : twilio.webhook.getExpectedTwilioSignature(token, url, params),

  // chain: names are properties, lists are calls: ["queues", ["QU…"], "members", ["Front"]]
  rest: ({ base, account, token, chain, method, args }) => {
    let resource = twilio(account, token, { httpClient: new ToSimulator(base) });
    for (const part of chain)
      resource = Array.isArray(part) ? resource(...part) : resource[part];
    return resource[method](...args);
  },

  // verbs: [name, attributes, text or nested verbs]
  twiml: ({ verbs }) => {
    const response = new twilio.twiml.VoiceResponse();
    for (const verb of verbs)
      write(response, verb);
    return response.toString();
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
    answer = { error: { status: error.status ?? 0, code: error.code ?? 0, message: String(error.message) } };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
