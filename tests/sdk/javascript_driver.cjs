// Drives a server with the unmodified @symblai/symbl-js, as an application does that was written against Symbl.
//
//   NODE_PATH=.../node_modules node javascript_driver.cjs BASE_URL APP_ID APP_SECRET
//
// The SDK submits live audio alone, so the text goes through its own REST client with the token that the SDK got.
// Prints what the SDK's objects say as one JSON line.
'use strict';

const { sdk } = require('@symblai/symbl-js');
const { ApiClient, ConversationsApi } = require('@symblai/api-client');

const [baseUrl, appId, appSecret] = process.argv.slice(2);

function outcome(start) {
  return new Promise((resolve, reject) => {
    start((error, data) => (error ? reject(error) : resolve(data)));
  });
}

function call(client, method, path, body = null) {
  return outcome((done) => {
    client.callApi(path, method, {}, {}, {}, {}, {}, body, ['jwt'], ['application/json'], ['application/json'], Object, done);
  });
}

async function endOf(client, jobId) {
  for (let look = 0; look < 600; look += 1) {
    const { status } = await call(client, 'GET', `/v1/job/${jobId}`);
    if (status === 'completed' || status === 'failed') return status;
    await new Promise((done) => { setTimeout(done, 50); });
  }
  throw new Error(`job ${jobId} has not ended`);
}

// What each of the client's getters makes of a conversation.
async function read(client, conversationId) {
  const api = new ConversationsApi(client);
  const get = (name) => outcome((done) => { api[`get${name}ByConversationId`](conversationId, done); });
  const conversation = await outcome((done) => { api.getConversationById(conversationId, done); });
  const { messages } = await get('Messages');
  const { members } = await get('Members');
  const { topics } = await get('Topics');
  const { questions } = await get('Questions');
  const { actionItems } = await get('ActionItems');
  const { followUps } = await get('FollowUps');
  const { insights } = await get('Insights');
  const { intents } = await get('Intents');
  return { conversation, messages, members, topics, questions, actionItems, followUps, insights, intents };
}

async function submit(client, body) {
  const { conversationId, jobId } = await call(client, 'POST', '/v1/process/text', body);
  return { conversationId, status: await endOf(client, jobId) };
}

async function main() {
  sdk.oauth2.setBasePath(baseUrl); // init() redirects all but the token call (contract 13.1)
  const refused = await sdk.init({ appId, appSecret: `${appSecret.slice(1)}X`, basePath: baseUrl }).then(() => null, (error) => error);
  await sdk.init({ appId, appSecret, basePath: baseUrl });

  const client = new ApiClient();
  client.basePath = baseUrl;
  client.authentications = sdk.oauth2.apiClient.authentications;
  const { conversationId, status } = await submit(client, {
    name: 'Renewal',
    messages: [
      { payload: { content: 'Hi there. Our subscription plan ends in May.' }, from: { name: 'Ana', userId: 'ana@example.com' } },
      { payload: { content: 'I had lunch in the park yesterday.' }, from: { name: 'Ben', userId: 'ben@example.com' } },
    ],
    trackers: [{ name: 'Pricing', vocabulary: ['subscription plan', 'how much does it cost'] }],
    enableAllTrackers: false,
  });
  const { messages, members } = await read(client, conversationId);
  const second = await submit(client, {
    name: 'Contract',
    detectPhrases: true,
    messages: [
      { payload: { content: 'How much does it cost?' }, from: { name: 'Ana', userId: 'ana@example.com' } },
      { payload: { content: 'Our subscription plan costs nine euros. I will send the contract tomorrow.' }, from: { name: 'Ben', userId: 'ben@example.com' } },
      { payload: { content: "Great, I love it. Let's talk again on Friday about the discount." }, from: { name: 'Ana', userId: 'ana@example.com' } },
    ],
  });
  const unknown = await call(client, 'GET', '/v1/conversations/1234567890123456/trackers').then(() => null, (error) => error);
  console.log(JSON.stringify({
    refused: refused && String(refused.message || refused),
    lifetime: sdk.oauth2.expiresIn,
    token: sdk.oauth2.activeToken,
    conversation: conversationId,
    status,
    messages: messages.map((one) => ({ id: one.id, text: one.text, from: one.from.name })),
    members: members.map((one) => ({ name: one.name, email: one.email })),
    trackers: await call(client, 'GET', `/v1/conversations/${conversationId}/trackers`),
    detected: await call(client, 'GET', `/v1/conversations/${conversationId}/trackers-detected`),
    read: await read(client, second.conversationId),
    unknown: unknown && { status: unknown.status, body: unknown.response.body },
  }));
  process.exit(0); // the SDK's timer for the next token is still running
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
