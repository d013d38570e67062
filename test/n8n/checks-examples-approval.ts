/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { CONNECTED } from '../simulator/people';
import {
	readAnswer,
	saveModel,
	toolAnswers,
	usingChatModel,
	type ChatMove,
	type ChatRequest,
} from './chat-model';
import type { Check, CheckContext } from './checks';
import { runnableExample } from './checks-examples-files';
import { addStrangers } from './people';
import { until } from './processes';
import { NODES_OF_EXAMPLES } from './since';
import { smtpCredential, usingMail, type Letter } from './smtp';

const TRIGGER = 'When Someone Replies';
const PROFILE = 'https://www.linkedin.com/in/rita-replies';
const DRAFT = 'Thank you, Rita! Tuesday at ten suits me well.';

/** n8n ignores responses from clients that look like mail scanners. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

const conversationSchema = z.object({ awaitingReply: z.boolean(), messages: z.array(z.unknown()) });
const sentSchema = z.object({ outcome: z.string(), messaged: z.boolean().nullable() });

/** Reads the conversation, drafts an answer, and reports the result. */
function draft(request: ChatRequest): ChatMove {
	const [conversation, sent] = toolAnswers(request);
	if (conversation === undefined) return { tool: 'Get_Conversation', parameters: {} };
	if (!readAnswer(conversation, conversationSchema).awaitingReply) return { say: 'No answer due.' };
	// n8n wraps the parameters of a tool that is reviewed.
	const parameters = { toolParameters: { Message: DRAFT } };
	if (sent === undefined) return { tool: 'Send_Message', parameters };
	if (!sent.includes('"outcome"')) return { say: `The review said: ${sent}` };
	return { say: `The outcome is ${readAnswer(sent, sentSchema).outcome}.` };
}

/** The URL of a button in the e-mail: the first approves, the second declines. */
function buttons({ source }: Letter): string[] {
	const text = source
		.replace(/=\r?\n/g, '')
		.replace(/=3D/g, '=')
		.replace(/&amp;/g, '&');
	return [
		...new Set([...text.matchAll(/http:\/\/[^\s"'<>]*approved=[^\s"'<>]*/g)].map(([url]) => url)),
	];
}

/** Runs the example for one reply up to the e-mail. Resolves once the person's answer was handled. */
async function review(context: CheckContext, isApproved: boolean) {
	const { rest, simulator, credentials } = context;
	const accountId = `account-example-approval-${String(isApproved)}`;
	const { world } = simulator;
	addStrangers(simulator, accountId);
	world.people.add({ publicIdentifier: 'rita-replies', relations: { [accountId]: CONNECTED } });
	simulator.write(accountId, 'rita-replies', 'Would a call suit you?', true);
	simulator.write(accountId, 'rita-replies', 'Yes, when?');
	const event = {
		event: 'reply_received',
		provider: 'connectSafely',
		accountId,
		profile: { publicIdentifier: 'rita-replies', url: PROFILE, urn: null },
		occurredAt: new Date().toISOString(),
		message: { id: 'm2', text: 'Yes, when?', at: new Date().toISOString(), conversationId: null },
		providerEvent: {},
	};
	await usingChatModel(draft, async (model) => {
		await usingMail(async (mail) => {
			const smtp = await rest.saveCredential('Mail', 'smtp', smtpCredential(mail));
			const openAiApi = await saveModel(rest, model);
			const workflowId = await rest.createWorkflow(
				{
					...runnableExample('reply-with-approval.json'),
					pinData: { [TRIGGER]: [{ json: event }] },
				},
				{ ...credentials, smtp, openAiApi },
			);
			const id = await rest.startWorkflow(workflowId, TRIGGER);
			await until('the draft was mailed', () => mail.letters.length > 0);
			await until('the execution waits', async () => (await rest.statusOf(id)) === 'waiting');
			assert.equal(world.messages.length, 2);
			const [letter] = mail.letters;
			assert.ok(letter);
			assert.ok(letter.source.replace(/=\r?\n/g, '').includes(DRAFT.slice(0, 20)), letter.source);
			const links = buttons(letter);
			const link = links.find((url) => url.includes(`approved=${String(isApproved)}`));
			assert.ok(link, links.join(' '));
			const answer = await fetch(link, { headers: BROWSER });
			await answer.body?.cancel();
			await until(
				'the execution ended',
				async () => !['waiting', 'running', 'new'].includes(await rest.statusOf(id)),
			);
			const execution = await rest.execution(id);
			assert.equal(execution.status, 'success', execution.error?.message);
		});
	});
	return world.messages.slice(2).map(({ person, text, isOwn }) => [person, text, isOwn]);
}

export const checks: Check[] = [
	{
		name: 'the example reply-with-approval.json sends the draft that a person approves',
		since: NODES_OF_EXAMPLES,
		async run(context) {
			assert.deepEqual(await review(context, true), [['rita-replies', DRAFT, true]]);
		},
	},
	{
		name: 'the example reply-with-approval.json sends nothing that a person declines',
		since: NODES_OF_EXAMPLES,
		async run(context) {
			assert.deepEqual(await review(context, false), []);
		},
	},
];
