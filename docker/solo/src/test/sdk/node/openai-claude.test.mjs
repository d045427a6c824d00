// The official OpenAI SDK in front of a provider of Anthropic's dialect. Run by SdkNodeIT.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';

const client = new OpenAI({
    baseURL: `${process.env.DATA_URL}/v1`, maxRetries: 0, apiKey: process.env.VIRTUAL_KEY });
const ask = (content, more) =>
    ({ model: 'claude', messages: [{ role: 'user', content }], ...more });
const tools = [{
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: {} } },
}];

test('chats', async () => {
    const answer = await client.chat.completions.create(ask('Hello'));
    assert.match(answer.choices[0].message.content, /^You said: Hello/);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.ok(answer.usage.total_tokens > 0);
});

test('streams what it answers', async () => {
    const runner = client.chat.completions.stream(
        ask('Hello', { stream_options: { include_usage: true } }));
    const final = await runner.finalChatCompletion();
    const whole = await client.chat.completions.create(ask('Hello'));
    assert.equal(final.choices[0].message.content, whole.choices[0].message.content);
    assert.equal(final.usage.total_tokens, whole.usage.total_tokens);
});

test('takes system texts and images', async () => {
    const answer = await client.chat.completions.create({
        model: 'claude',
        messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: [
                { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
                { type: 'text', text: 'Look' },
            ] },
        ],
    });
    assert.match(answer.choices[0].message.content, /^You said: Look/);
});

for (const streamed of [false, true]) {
    test(`calls tools and takes their results, streamed: ${streamed}`, async () => {
        const question = ask('use your tools', { tools });
        const answer = streamed
            ? await client.chat.completions.stream(question).finalChatCompletion()
            : await client.chat.completions.create(question);
        const { message, finish_reason } = answer.choices[0];
        assert.equal(finish_reason, 'tool_calls');
        assert.equal(message.tool_calls.length, 2);
        for (const call of message.tool_calls) {
            assert.ok(Object.keys(JSON.parse(call.function.arguments)).length > 0);
        }
        const next = await client.chat.completions.create({
            ...question,
            messages: [
                ...question.messages,
                { role: 'assistant', content: message.content, tool_calls: message.tool_calls },
                ...message.tool_calls.map(call =>
                    ({ role: 'tool', tool_call_id: call.id, content: '21 C' })),
                { role: 'user', content: 'So?' },
            ],
        });
        assert.match(next.choices[0].message.content, /^You said: So\?/);
    });
}

test('sees a refusal', async () => {
    await assert.rejects(
        client.chat.completions.create(ask([{ type: 'image_url', image_url: { url: 'ftp://x' } }])),
        OpenAI.APIError);
});

test('aborts', async () => {
    const stream = await client.chat.completions.create(
        ask('x'.repeat(5000), { stream: true }));
    for await (const chunk of stream) {
        assert.ok(chunk.id);
        stream.controller.abort();
        break;
    }
});
