/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { byId } from '../../n8n/workflows';
import { field, type OperationCase } from './common';

export const sendPilotCases: Record<string, OperationCase> = {
	'SendPilot: many senders': {
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'getMany' },
		check(rows, { world }) {
			assert.deepEqual(field(rows, 'id'), [...world.sendPilot.senders.keys()]);
		},
	},
	'SendPilot: sender quotas': {
		node: 'sendPilot',
		parameters: {
			resource: 'sender',
			operation: 'getQuotas',
			accountId: byId('sender_abc123'),
		},
		check(rows) {
			assert.deepEqual(field(rows, 'id'), ['sender_abc123']);
		},
	},
	'SendPilot: account': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'get' },
		check([row]) {
			assert.deepEqual(row?.workspace, { id: 'ws_1', name: 'Simulated workspace' });
		},
	},
	'SendPilot: account credits': {
		node: 'sendPilot',
		parameters: { resource: 'account', operation: 'getCredits' },
		check([row], { world }) {
			assert.equal(row?.available, world.sendPilot.credits);
		},
	},
	'SendPilot: leads of a campaign over two pages': {
		node: 'sendPilot',
		parameters: {
			resource: 'lead',
			operation: 'getMany',
			campaignId: 'camp_many',
			status: 'CONNECTION_ACCEPTED',
			returnAll: true,
		},
		prepare({ world }) {
			const [lead] = world.sendPilot.leads;
			assert.ok(lead);
			world.sendPilot.leads = Array.from({ length: 300 }, (_, index) => ({
				...lead,
				id: `lead_${index}`,
				campaignId: index % 2 === 0 ? 'camp_many' : 'camp_other',
				status: index < 220 ? 'CONNECTION_ACCEPTED' : 'PENDING',
			}));
		},
		check(rows) {
			assert.equal(rows.length, 110);
			assert.deepEqual([...new Set(field(rows, 'campaignId'))], ['camp_many']);
		},
	},
};
