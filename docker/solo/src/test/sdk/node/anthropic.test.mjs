// The official Anthropic SDK, unchanged but for address and key, one of its two majors. Run by
// SdkNodeIT in front of the simulator (demo), OpenAI's dialect (gpt) and Anthropic's (claude).
import assert from 'node:assert/strict';
import test from 'node:test';

const { default: Anthropic } = await import(`@anthropic-ai/sdk-${process.env.SDK_MAJOR}`);
const base = { baseURL: process.env.DATA_URL, maxRetries: 0 };
const client = new Anthropic({ ...base, apiKey: process.env.VIRTUAL_KEY });
const ask = (model, content, more) =>
    ({ model, max_tokens: 1000, messages: [{ role: 'user', content }], ...more });
const tool = {
    name: 'weather',
    description: 'Tells the weather',
    input_schema: { type: 'object', properties: { city: { type: 'string' } } },
};
const image = {
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
};
const textOf = message =>
    message.content.filter(block => block.type === 'text').map(block => block.text).join('');

for (const model of ['demo', 'gpt', 'claude']) {
    test(`${model}: answers`, async () => {
        const { data, response } = await client.messages.create(ask(model, 'Hello')).withResponse();
        assert.match(textOf(data), /^You said: Hello/);
        assert.equal(data.type, 'message');
        assert.equal(data.role, 'assistant');
        assert.equal(data.stop_reason, 'end_turn');
        assert.ok(data.usage.input_tokens > 0);
        assert.ok(data.usage.output_tokens > 0);
        assert.ok(data._request_id);
        assert.ok(response.headers.get('x-affidavit-call-id'));
        assert.equal(response.headers.get('anthropic-ratelimit-requests-limit'), '1000');
        const reset = Date.parse(response.headers.get('anthropic-ratelimit-requests-reset'));
        assert.ok(reset > Date.now() && reset < Date.now() + 63_000);
        assert.ok(response.headers.get('anthropic-ratelimit-tokens-remaining'));
    });

    test(`${model}: streams what it answers`, async () => {
        const events = [];
        const stream = client.messages.stream(ask(model, 'Hello'));
        stream.on('streamEvent', event => events.push(event.type));
        let heard = '';
        stream.on('text', delta => { heard += delta; });
        const message = await stream.finalMessage();
        const whole = await client.messages.create(ask(model, 'Hello'));
        assert.equal(heard, textOf(message));
        assert.equal(textOf(message), textOf(whole));
        assert.equal(message.stop_reason, 'end_turn');
        assert.equal(message.usage.output_tokens, whole.usage.output_tokens);
        assert.equal(events[0], 'message_start');
        assert.equal(events.at(-1), 'message_stop');
    });

    test(`${model}: streams raw events`, async () => {
        const stream = await client.messages.create(ask(model, 'Hello', { stream: true }));
        const types = [];
        for await (const event of stream) types.push(event.type);
        assert.ok(types.includes('content_block_delta'));
        assert.equal(types.at(-1), 'message_stop');
    });

    test(`${model}: takes conversations with system, images and documents`, async () => {
        const message = await client.messages.create({
            model,
            max_tokens: 1000,
            system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
            messages: [
                { role: 'user', content: 'One' },
                { role: 'assistant', content: [{ type: 'text', text: 'Two' }] },
                { role: 'user', content: [image, { type: 'text', text: 'Three' }] },
            ],
        });
        assert.match(textOf(message), /^You said: Three/);
    });

    for (const streamed of [false, true]) {
        test(`${model}: calls tools and takes their results, streamed: ${streamed}`, async () => {
            const question = ask(model, `use your tools [[tools:2]]`, { tools: [tool] });
            const message = streamed
                ? await client.messages.stream(question).finalMessage()
                : await client.messages.create(question);
            assert.equal(message.stop_reason, 'tool_use');
            const calls = message.content.filter(block => block.type === 'tool_use');
            assert.equal(calls.length, 2);
            for (const call of calls) {
                assert.equal(call.name, 'weather');
                assert.ok(Object.keys(call.input).length > 0);
            }
            const answer = await client.messages.create({
                ...question,
                tool_choice: { type: 'auto', disable_parallel_tool_use: true },
                messages: [
                    ...question.messages,
                    { role: 'assistant', content: message.content },
                    {
                        role: 'user',
                        content: [
                            ...calls.map(call => ({
                                type: 'tool_result',
                                tool_use_id: call.id,
                                content: [{ type: 'text', text: '21 C' }],
                            })),
                            { type: 'text', text: 'So?' },
                        ],
                    },
                ],
            });
            assert.match(textOf(answer), /^You said: So\?/);
        });
    }
}

for (const [text, status, kind] of [
    ['[[fail:400]]', 400, Anthropic.BadRequestError],
    ['[[fail:429]]', 429, Anthropic.RateLimitError],
    ['[[fail:500]]', 502, Anthropic.InternalServerError],
    ['[[fail:529]]', 529, Anthropic.InternalServerError],
]) {
    test(`sees the error class of a provider's failure ${text}`, async () => {
        await assert.rejects(client.messages.create(ask('demo', text)), error => {
            assert.ok(error instanceof kind, error);
            assert.equal(error.status, status);
            assert.equal(error.error.type, 'error');
            assert.ok(error.requestID);
            return true;
        });
    });
}

test('sees a provider of another dialect fail', async () => {
    await assert.rejects(client.messages.create(ask('gpt', 'fail:503')), error => {
        assert.equal(error.status, 529);
        assert.equal(error.error.error.type, 'overloaded_error');
        return true;
    });
});

test('sees a refusal of its own provider', async () => {
    const wrong = { ...ask('claude', 'Hello'), messages: [{ role: 'clown', content: 'x' }] };
    await assert.rejects(client.messages.create(wrong), Anthropic.BadRequestError);
});

test('sees a stream break off', async () => {
    const stream = await client.messages.create(
        ask('demo', '[[tokens:50]][[cut:20]]', { stream: true }));
    await assert.rejects(async () => {
        for await (const event of stream) assert.notEqual(event.type, 'message_stop');
    }, /api_error|failed to answer/);
});

test('sees an unknown model and a wrong key', async () => {
    await assert.rejects(
        client.messages.create(ask('nope', 'Hi')), Anthropic.NotFoundError);
    const stranger = new Anthropic({ ...base, apiKey: 'sk-1234' });
    await assert.rejects(stranger.models.list(), Anthropic.AuthenticationError);
    await assert.rejects(
        stranger.messages.create(ask('demo', 'Hi')), Anthropic.AuthenticationError);
});

test('takes the other credential as well', async () => {
    const bearer = new Anthropic({ ...base, apiKey: null, authToken: process.env.VIRTUAL_KEY });
    assert.match(textOf(await bearer.messages.create(ask('demo', 'Hello'))), /Hello/);
});

test('counts tokens', async () => {
    const { max_tokens: _, ...rest } = ask('demo', 'Hello there');
    const short = await client.messages.countTokens(rest);
    const long = await client.messages.countTokens(
        { ...rest, system: 'word '.repeat(1000) });
    assert.ok(short.input_tokens > 0);
    assert.ok(long.input_tokens > short.input_tokens + 500);
});

test('lists and retrieves models', async () => {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.deepEqual(ids.toSorted(), ['claude', 'demo', 'gpt']);
    assert.equal((await client.models.retrieve('demo')).id, 'demo');
});

for (const model of ['demo', 'gpt', 'claude']) {
    test(`${model}: aborts`, async () => {
        const stream = await client.messages.create(
            ask(model, '[[tokens:100000]] ' + 'x'.repeat(5000), { stream: true }));
        for await (const event of stream) {
            assert.ok(event.type);
            stream.controller.abort();
            break;
        }
    });
}
