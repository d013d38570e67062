/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { credentialsFor, type ApiVersion } from '../simulator/credentials';
import { deliver, type Delivery } from '../simulator/deliver';
import {
	unipileEventV2,
	unipileMessageV1,
	unipileMessageV2,
	unipileRelationV1,
	unipileRelationV2,
	unipileStatusV1,
} from '../simulator/payloads';
import type { Check, CheckContext } from './checks';
import { listening, post, settledEvents } from './checks-triggers';
import { field } from './people';
import { until } from './processes';
import { byId } from './workflows';

const EVENTS = ['connection_accepted', 'account_needs_attention', 'reply_received'];

/** Activates the trigger for the first account of its version, and waits for this many webhooks. */
async function makesWebhooks(context: CheckContext, version: ApiVersion, webhooks: number) {
	const { rest, simulator } = context;
	const { accounts, webhooks: held } = simulator.world.unipile;
	const [accountId = ''] = accounts[version].keys();
	const name = `unipile-trigger-${version}`;
	const data = credentialsFor(simulator, version).unipileApi ?? {};
	const { workflowId, url } = await listening(context, name, {
		type: 'unipileTrigger',
		parameters: { accountId: byId(accountId), events: EVENTS },
		credentials: { unipileApi: await rest.saveCredential(name, 'unipileApi', data) },
	});
	await until('Unipile has the webhooks', () => held.size === webhooks);
	for (const webhook of held.values()) {
		assert.deepEqual([webhook.url, webhook.accountIds], [url, [accountId]]);
	}
	return { workflowId, url, accountId, held };
}

/** The three valid events started executions, without their secrets. */
async function checkEvents(
	context: CheckContext,
	{ workflowId, accountId }: { workflowId: string; accountId: string },
	secrets: string[],
) {
	const events = await settledEvents(context, workflowId, 3);
	assert.deepEqual(field(events, 'event'), EVENTS);
	assert.ok(events.every((event) => event.accountId === accountId));
	assert.equal(events[0]?.profile?.publicIdentifier, 'jane-doe');
	assert.equal(events[2]?.profile?.publicIdentifier, 'jane-doe');
	assert.equal(events[2]?.message?.text, 'Thanks for connecting!');
	for (const secret of secrets) {
		assert.notEqual(secret, '');
		assert.ok(!JSON.stringify(events).includes(secret));
	}
}

/** The webhooks that the Unipile Trigger makes, in both versions of the API. */
export const checks: Check[] = [
	{
		name: 'Unipile Trigger v1: makes a webhook for each source, wants its own header, and removes all again',
		async run(context) {
			const active = await makesWebhooks(context, 'v1', 3);
			const { workflowId, url, held } = active;
			const headersOf = (source: string) =>
				[...held.values()].find((webhook) => webhook.source === source)?.headers ?? [];
			const [users, statuses] = [headersOf('users'), headersOf('account_status')];
			const messages = headersOf('messaging');
			const postV1 = async (payload: unknown, headers: Delivery['headers']) =>
				(await deliver('unipile', url, payload, { headers })).status;

			const accepted = unipileRelationV1();
			const isType = ({ key }: { key: string }) => key === 'Content-Type';
			assert.equal(await postV1(accepted, users.filter(isType)), 401);
			const wrong = users.map((one) => (isType(one) ? one : { ...one, value: `not ${one.value}` }));
			assert.equal(await postV1(accepted, wrong), 401);
			assert.equal(await postV1(accepted, users), 200);
			assert.equal(await postV1(accepted, users), 200);
			assert.equal(await postV1(unipileStatusV1('CREDENTIALS'), statuses), 200);
			for (const fields of [
				{},
				// A repeat, the account's own message, a group message, and the note of an invitation.
				{ webhook_name: 'again' },
				{
					message_id: 'own',
					account_info: { user_id: unipileMessageV1().sender.attendee_provider_id },
				},
				{ message_id: 'group', attendees: [{ attendee_id: '1' }, { attendee_id: '2' }] },
				{ message_id: 'note', message_type: 'INVITATION' },
			]) {
				assert.equal(await postV1(unipileMessageV1({ fields }), messages), 200);
			}
			const secrets = [...users, ...statuses, ...messages].filter((one) => !isType(one));
			assert.equal(secrets.length, 3);
			await checkEvents(
				context,
				active,
				secrets.map(({ value }) => value),
			);

			await context.rest.deactivate(workflowId);
			await until('Unipile has no webhook', () => held.size === 0);
		},
	},
	{
		name: 'Unipile Trigger v2: makes its webhook, checks signatures, and removes it again',
		async run(context) {
			const active = await makesWebhooks(context, 'v2', 1);
			const { workflowId, url, held } = active;
			const [secret = ''] = [...held.values()].map((webhook) => webhook.secret ?? '');

			const accepted = unipileRelationV2();
			for (const kind of ['wrong', 'stale', 'altered', 'missing'] as const) {
				assert.equal(await post('unipile', url, accepted, kind, secret), 401, kind);
			}
			assert.equal(await post('unipile', url, accepted, 'right', secret), 200);
			assert.equal(await post('unipile', url, accepted, 'right', secret), 200);
			const lost = unipileEventV2('account.status.disconnected', {
				fields: { reason: 'provider' },
			});
			assert.equal(await post('unipile', url, lost, 'right', secret), 200);
			for (const fields of [
				{},
				{ is_sender: true },
				{ is_sender: undefined },
				{ is_group: true },
				{ is_event: true },
			]) {
				const message = unipileMessageV2({ fields });
				assert.equal(await post('unipile', url, message, 'right', secret), 200);
			}
			await checkEvents(context, active, [secret]);

			await context.rest.deactivate(workflowId);
			await until('Unipile has no webhook', () => held.size === 0);
		},
	},
];
