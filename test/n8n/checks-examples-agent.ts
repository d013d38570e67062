/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { z } from 'zod';
import {
	readAnswer,
	saveModel,
	textOf,
	toolAnswers,
	usingChatModel,
	type ChatModel,
	type ChatMove,
	type ChatRequest,
} from './chat-model';
import type { Check, CheckContext } from './checks';
import { runnableExample, withParameters } from './checks-examples-files';
import { outputItems, type Execution } from './execution';
import { addAccount, posts } from './people';
import { NODES_OF_EXAMPLES } from './since';
import { byId } from './workflows';

const CHAT = 'When Chat Message Received';
const LOOK_UP = 'Get Connection Status';
const INVITE = 'Send Connection Request';
const CONNECT = 'Please connect me with https://www.linkedin.com';
const NOTE = 'I liked your talk on tracing.';

const statusSchema = z.object({ isConnected: z.boolean(), invitationState: z.string() });
const sentSchema = z.object({ outcome: z.string(), invited: z.boolean().nullable() });
const limitedSchema = z.object({
	outcome: z.literal('rate_limited'),
	message: z.string(),
	rateLimit: z.object({ retryAt: z.string(), accountId: z.string() }),
});

const toolNamed = ({ tools }: ChatRequest, node: string) => {
	const name = node.replaceAll(' ', '_');
	assert.ok(
		tools.some((tool) => tool.function.name === name),
		`no tool ${name}`,
	);
	return name;
};

/** Looks the person up, invites strangers, and reports the outcome. */
function lookUpThenInvite(request: ChatRequest): ChatMove {
	const asked = request.messages.filter(({ role }) => role === 'user').at(-1);
	const profile = /\S*linkedin\.com\/\S+/.exec(asked ? textOf(asked) : '')?.[0] ?? '';
	const [status, sent] = toolAnswers(request);
	if (status === undefined) return { tool: toolNamed(request, LOOK_UP), parameters: { profile } };
	if (sent === undefined) {
		if (!status.includes('"outcome"')) return { say: `I was told: ${status}` };
		const { isConnected, invitationState } = readAnswer(status, statusSchema);
		if (isConnected || invitationState !== 'none') return { say: 'There is nobody to invite.' };
		return { tool: toolNamed(request, INVITE), parameters: { profile, note: NOTE } };
	}
	const { outcome } = readAnswer(sent, z.object({ outcome: z.string() }));
	return { say: `The outcome is ${outcome}.` };
}

/** The example, in a chat of one message, with a model of the check's own. */
async function chat(
	{ rest, credentials }: CheckContext,
	model: ChatModel,
	accountId: string,
	chatInput: string,
): Promise<Execution> {
	const openAiApi = await saveModel(rest, model);
	const account = { accountId: byId(accountId) };
	const workflow = withParameters(runnableExample('agent.json'), {
		[LOOK_UP]: account,
		[INVITE]: account,
	});
	const message = { sessionId: 'check', action: 'sendMessage', chatInput };
	const workflowId = await rest.createWorkflow(
		{ ...workflow, pinData: { [CHAT]: [{ json: message }] } },
		{ ...credentials, openAiApi },
	);
	return await rest.runWorkflow(workflowId, CHAT);
}

/** The tools' results before the model's last move. */
const lastAnswers = ({ requests }: ChatModel) => requests.slice(-1).flatMap(toolAnswers);

const finalAnswer = (execution: Execution) =>
	outputItems(execution, 'AI Agent').map(({ json }) => json.output);

const withModel = async (run: (model: ChatModel) => Promise<void>) =>
	await usingChatModel(lookUpThenInvite, run);

/** The agent of agent.json, with a model that follows a script. */
export const checks: Check[] = [
	{
		name: 'the example agent.json looks a person up, invites her once, and tells the outcome',
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await withModel(async (model) => {
				const { simulator } = context;
				const id = addAccount(context.simulator, 'connectSafely', 'account-agent');
				const execution = await chat(context, model, id, `${CONNECT}/in/agent-ada`);
				assert.equal(execution.status, 'success', execution.error?.message);
				assert.deepEqual(finalAnswer(execution), ['The outcome is sent.']);
				assert.equal(simulator.requests('connectSafely', /\/relationship\//).length, 1);
				assert.equal(posts(simulator, 'connectSafely').length, 1);
				assert.deepEqual(
					simulator.invitationsAccepted().map(({ person, note }) => [person, note]),
					[['agent-ada', NOTE]],
				);
				assert.equal(model.requests.length, 3);
				const [, sent = ''] = lastAnswers(model);
				assert.deepEqual(readAnswer(sent, sentSchema), { outcome: 'sent', invited: true });
			}),
	},
	{
		name: 'the example agent.json at a limit: the model reads until when not to try again',
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await withModel(async (model) => {
				const { simulator } = context;
				const id = addAccount(simulator, 'connectSafely', 'account-agent-limited', 0);
				const execution = await chat(context, model, id, `${CONNECT}/in/agent-bela`);
				assert.equal(execution.status, 'success', execution.error?.message);
				assert.deepEqual(finalAnswer(execution), ['The outcome is rate_limited.']);
				assert.equal(simulator.invitationsAccepted().length, 0);
				const [, held = ''] = lastAnswers(model);
				const answer = readAnswer(held, limitedSchema);
				assert.equal(answer.rateLimit.accountId, id);
				assert.ok(Date.parse(answer.rateLimit.retryAt) > Date.now());
				assert.match(answer.message, /Do not try again before/);
				assert.ok(answer.message.includes(answer.rateLimit.retryAt));
			}),
	},
	{
		name: 'the example agent.json with a company page: the model reads what is wanted instead',
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await withModel(async (model) => {
				const id = addAccount(context.simulator, 'connectSafely', 'account-agent-company');
				const execution = await chat(context, model, id, `${CONNECT}/company/acme`);
				assert.equal(execution.status, 'success', execution.error?.message);
				assert.equal(context.simulator.log.length, 0);
				const [told = ''] = lastAnswers(model);
				assert.match(told, /company page, not a person/);
				assert.match(told, /linkedin\.com\/in\/jane-doe/);
				assert.match(String(finalAnswer(execution)[0]), /company page/);
			}),
	},
	{
		name: 'the example agent.json tells the model what each parameter of its tools is',
		since: NODES_OF_EXAMPLES,
		run: async (context) =>
			await withModel(async (model) => {
				const id = addAccount(context.simulator, 'connectSafely', 'account-agent-schema');
				await chat(context, model, id, 'Connect me with linkedin.com/in/agent-cleo');
				const tools = model.requests[0]?.tools.map((tool) => tool.function) ?? [];
				const parametersOf = new Map(
					tools.map(({ name, parameters }) => [name, Object.keys(parameters.properties)]),
				);
				assert.deepEqual(parametersOf.get('Get_Connection_Status'), ['profile']);
				assert.deepEqual(parametersOf.get('Send_Connection_Request'), ['profile', 'note']);
				assert.equal(tools.length, 2);
				for (const { description, parameters } of tools) {
					assert.notEqual(description, '');
					for (const one of Object.values(parameters.properties)) {
						assert.notEqual(one.description, '');
					}
				}
			}),
	},
];
