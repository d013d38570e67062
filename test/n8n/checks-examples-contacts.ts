/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { CONNECTED } from '../simulator/people';
import type { Check } from './checks';
import { runnableExample, withParameters } from './checks-examples-files';
import { succeeds, tableRows } from './checks-examples-runs';
import { EVERY_FEW_SECONDS } from './checks-triggers';
import { addStrangers, assertInvitedOnce, field } from './people';
import { until } from './processes';
import { NODES_OF_EXAMPLES } from './since';
import { smtpCredential, usingMail } from './smtp';
import { byId } from './workflows';

const TABLE = 'linkedin_contacts';
const DAY = 86_400_000;
const ACCOUNT = 'account-example-contacts';

export const checks: Check[] = [
	{
		name: 'the example connect-or-message.json writes to who is connected, invites who is not, and e-mails who does not accept',
		since: NODES_OF_EXAMPLES,
		run: async ({ rest, simulator, credentials }) =>
			await usingMail(async (mail) => {
				const { world } = simulator;
				addStrangers(simulator, ACCOUNT);
				const relations = { [ACCOUNT]: CONNECTED };
				world.people.add({ publicIdentifier: 'connie-connected', relations });
				const account = { accountId: byId(ACCOUNT) };
				const smtp = await rest.saveCredential('Mail', 'smtp', smtpCredential(mail));
				const workflowId = await rest.createWorkflow(
					withParameters(runnableExample('connect-or-message.json'), {
						'Look Up': account,
						Write: account,
						Invite: account,
						'When Nobody Accepts': { ...account, pollTimes: EVERY_FEW_SECONDS },
					}),
					{ ...credentials, smtp },
				);
				await succeeds(rest, workflowId, 'Set Up Once');
				await succeeds(rest, workflowId, 'Every Weekday at 10');
				await succeeds(rest, workflowId, 'Every Weekday at 10');
				const rows = await tableRows(rest, TABLE);
				assert.deepEqual(field(rows, 'status'), ['written', 'invited', 'invited', 'look at this']);
				assert.deepEqual(
					world.messages.map(({ person, text }) => [person, text.slice(0, 12)]),
					[['connie-connected', 'Hello Connie']],
				);
				assertInvitedOnce(simulator, 'connectSafely', ['bela-novak', 'dana-levi']);

				const bela = world.people.get('bela-novak')?.relations[ACCOUNT];
				assert.ok(bela);
				bela.since = Date.now() - 15 * DAY;
				await rest.activate(workflowId);
				try {
					const status = async () => field(await tableRows(rest, TABLE), 'status')[1];
					await until('the e-mail was sent', async () => (await status()) === 'e-mailed');
				} finally {
					await rest.deactivate(workflowId);
				}
				assert.deepEqual(
					mail.letters.map(({ to }) => to),
					[['bela@example.com']],
				);
				assert.match(mail.letters[0]?.source ?? '', /Hello Bela/);
			}),
	},
];
