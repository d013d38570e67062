/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { casesOf, field, own, type OperationCases } from '../operation-case';

export const seleqtCases: OperationCases = casesOf('seleqt', 'Seleqt', {
	'the connection status of a prospect': {
		parameters: own('prospect', 'getConnectionStatus', { prospectId: '={{ 100 + 1 }}' }),
		check([row]) {
			assert.equal(row?.is_connected, true);
		},
	},
	'many campaigns': {
		parameters: own('campaign', 'getMany'),
		check(rows, { world }) {
			assert.deepEqual(
				field(rows, 'id'),
				world.seleqt.campaigns.map(({ id }) => id),
			);
		},
	},
	'many lead lists': {
		parameters: own('leadList', 'getMany', { limit: 1 }),
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [world.seleqt.leadLists[0]?.id]);
		},
	},
	'add leads to a list': {
		parameters: own('leadList', 'addLeads', { leadListId: '={{ 742 }}', leadIds: '101, 102' }),
		prepare({ world }) {
			const [list] = world.seleqt.leadLists;
			assert.ok(list);
			list.id = 742;
		},
		check([row], { log }) {
			assert.equal(row?.outcome, 'added');
			assert.deepEqual(log.at(-1)?.body, { prospect_ids: [101, 102] });
		},
	},
	'add prospects of a list to a campaign, and nobody else of it': {
		parameters: own('leadList', 'addToCampaign', {
			leadListId: '742',
			campaignId: '311',
			prospectIds: '={{ [101, 102].join() }}',
		}),
		prepare({ world }) {
			world.seleqt.campaigns = [{ id: 311, name: 'Spring' }];
			world.seleqt.leadListMembers.set(742, new Set([101, 102, 103]));
		},
		check([row], { world }) {
			assert.equal(row?.outcome, 'added');
			assert.deepEqual([...(world.seleqt.campaignMembers.get(311) ?? [])], [101, 102]);
		},
	},
});
