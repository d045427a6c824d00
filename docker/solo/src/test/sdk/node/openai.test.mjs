// The official Node SDK, unchanged but for address and key. Run by SdkNodeIT.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';

const base = { baseURL: `${process.env.DATA_URL}/v1`, maxRetries: 0 };
const client = new OpenAI({ ...base, apiKey: process.env.VIRTUAL_KEY });
const ask = (content, more) =>
    ({ model: 'demo', messages: [{ role: 'user', content }], ...more });

test('chats', async () => {
    const answer = await client.chat.completions.create(ask('Hello'));
    assert.equal(answer.choices[0].message.content, 'You said: Hello');
    assert.ok(answer.usage.total_tokens > 0);
    assert.ok(answer._request_id);
});

test('tells what limits have left, on streams too', async () => {
    for (const stream of [false, true]) {
        const { headers } = await client.chat.completions.create(ask('Hello', { stream }))
            .asResponse();
        assert.equal(headers.get('x-ratelimit-limit-requests'), '1000');
        assert.ok(Number(headers.get('x-ratelimit-remaining-requests')) < 1000);
        assert.match(headers.get('x-ratelimit-reset-requests'), /^(1m)?[0-9.]+s$/);
        assert.ok(Number(headers.get('x-ratelimit-remaining-tokens')) < 100_000_000);
    }
});

test('streams, with usage only when asked', async () => {
    for (const wanted of [false, true]) {
        const options = wanted ? { stream_options: { include_usage: true } } : {};
        const stream = await client.chat.completions.create(
            ask('Hello', { stream: true, ...options }));
        let text = '';
        const usages = [];
        for await (const chunk of stream) {
            text += chunk.choices[0]?.delta?.content ?? '';
            if (chunk.usage) usages.push(chunk.usage);
        }
        assert.equal(text, 'You said: Hello');
        assert.equal(usages.length, wanted ? 1 : 0);
    }
});

test('streams through the helper, with tools', async () => {
    const runner = client.chat.completions.stream(ask('[[tools:2]]', {
        tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }],
    }));
    const final = await runner.finalChatCompletion();
    assert.equal(final.choices[0].finish_reason, 'tool_calls');
    assert.equal(final.choices[0].message.tool_calls.length, 2);
    for (const call of final.choices[0].message.tool_calls) JSON.parse(call.function.arguments);
});

test('embeds', async () => {
    const answer = await client.embeddings.create({ model: 'demo', input: 'Hello' });
    assert.ok(answer.data[0].embedding.length > 0);
    assert.ok(answer.data[0].embedding.every(Number.isFinite));
});

test('lists and retrieves models', async () => {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.deepEqual(ids, ['demo']);
    assert.equal((await client.models.retrieve('demo')).id, 'demo');
});

for (const [status, kind] of [[400, OpenAI.BadRequestError], [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError], [503, OpenAI.InternalServerError]]) {
    test(`sees the error class of a provider's ${status}`, async () => {
        await assert.rejects(client.chat.completions.create(ask(`[[fail:${status}]]`)), kind);
    });
}

test('sees an unknown model and a wrong key', async () => {
    await assert.rejects(
        client.chat.completions.create({ ...ask('Hi'), model: 'nope' }), OpenAI.NotFoundError);
    const stranger = new OpenAI({ ...base, apiKey: 'sk-1234' });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});

test('aborts', async () => {
    const stream = await client.chat.completions.create(
        ask('[[tokens:100000]]', { stream: true }));
    for await (const chunk of stream) {
        assert.ok(chunk.id);
        stream.controller.abort();
        break;
    }
});
