import type { IDataObject } from 'n8n-workflow';
import { LINKUP_V1 } from '../LinkupApi/credentials';
import { answers, byId, CREDENTIALS, type Exchange } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const ADA = 'https://www.linkedin.com/in/ada-one';
const ADA_URN = 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f';
/** As lists show whom an account may not see. */
const HIDDEN = { profileUrl: 'https://www.linkedin.com/in/UNKNOWN', publicIdentifier: 'UNKNOWN' };

const connectSafelyRow = (row: IDataObject) => ({
	invitationId: '7',
	invitationCategory: 'CONNECTION',
	validationToken: 'C712w50Z',
	...row,
});

interface Listed {
	readonly node: string;
	readonly list: Omit<Exchange, 'answer'>;
	readonly parameters: IDataObject;
	answer(row: IDataObject): object;
}

const CONNECT_SAFELY: Listed = {
	node: 'connectSafely',
	list: { call: 'GET /invitations/received', query: { startIndex: 0 } },
	parameters: { resource: 'invitation', operation: 'respond' },
	answer: (row) => ({ invitations: [connectSafelyRow(row)], endOfList: true }),
};
const CONNECT_SAFELY_SENT: Listed = {
	node: 'connectSafely',
	list: { call: 'GET /invitations/sent', query: { startIndex: 0 } },
	parameters: { resource: 'invitation', operation: 'withdraw' },
	answer: (row) => ({ invitations: [{ invitationId: '7', ...row }] }),
};
const LINKUP_API: Listed = {
	node: 'linkupApi',
	list: { call: 'POST /v1/network/invitations' },
	parameters: { resource: 'invitation', operation: 'accept', accountId: byId('acc_1') },
	answer: (row) => ({
		status: 'success',
		data: {
			total_available_results: 1,
			invitations: [{ entity_urn: 'urn:li:invitation:7', shared_secret: 's', ...row }],
		},
	}),
};

async function outcomeOf(
	{ node, list, parameters, answer }: Listed,
	row: IDataObject,
	asked: IDataObject,
	more: readonly Exchange[] = [],
) {
	// A list without a mark of its end is asked on.
	const next = { ...list, query: { startIndex: 1 }, answer: { invitations: [] } };
	answers(node === 'linkupApi' ? 'linkupApi' : 'connectSafely', [
		{ ...list, answer: answer(row) },
		...(node === 'connectSafely' ? [next] : []),
		...more,
	]);
	const { success, failure } = await runNode({
		node,
		parameters: { profile: '', invitationId: '', ...parameters, ...asked },
		credentials: { ...CREDENTIALS, linkupApi: LINKUP_V1 },
	});
	return failure?.message ?? success[0]?.outcome;
}

test.each<[string, Listed, IDataObject, IDataObject, RegExp]>([
	[
		'an invitation that is there, to somebody hidden',
		CONNECT_SAFELY_SENT,
		{ profile: HIDDEN, memberUrn: 'urn:li:fsd_profile:UNKNOWN' },
		{ invitationId: '7' },
		/without saying whom it was sent to/,
	],
	[
		'a sent invitation that has no ID',
		CONNECT_SAFELY_SENT,
		{ invitationId: null, profile: { profileUrl: ADA } },
		{ invitationId: '8' },
		/without its ID/,
	],
	[
		'an invitation of somebody hidden, who may be the one',
		CONNECT_SAFELY,
		{ profile: HIDDEN },
		{ profile: ADA },
		/without saying who sent it/,
	],
	[
		'an invitation whose sender is named by id, and is asked for by name',
		CONNECT_SAFELY,
		{ profile: null, memberUrn: ADA_URN },
		{ profile: ADA },
		/without saying who sent it/,
	],
	[
		'a received invitation that has no ID',
		CONNECT_SAFELY,
		{ invitationId: null },
		{ invitationId: '8' },
		/without its ID/,
	],
	[
		'LinkupAPI: an invitation of somebody hidden, who may be the one',
		LINKUP_API,
		{ profile_url: HIDDEN.profileUrl },
		{ profile: ADA },
		/without saying who sent it/,
	],
	[
		'LinkupAPI: a received invitation that has no ID',
		LINKUP_API,
		{ entity_urn: null, profile_url: ADA },
		{ invitationId: '8' },
		/without its ID/,
	],
	[
		'LinkupAPI: an invitation that is there, without the secret',
		LINKUP_API,
		{ shared_secret: null, profile_url: ADA },
		{ profile: ADA },
		/without the secret/,
	],
])('%s is never taken for not pending', async (_what, listed, row, asked, message) => {
	expect(await outcomeOf(listed, row, asked)).toMatch(message);
});

test.each<[string, Listed, IDataObject, IDataObject]>([
	[
		'somebody else’s',
		CONNECT_SAFELY,
		{ profile: { publicIdentifier: 'ben-two' } },
		{ profile: ADA },
	],
	['a company’s', CONNECT_SAFELY, { invitationCategory: 'ORGANIZATION' }, { profile: ADA }],
	['another', CONNECT_SAFELY, { profile: HIDDEN }, { invitationId: '8' }],
	['another', CONNECT_SAFELY_SENT, { profile: HIDDEN }, { invitationId: '8' }],
	['somebody else’s', LINKUP_API, { profile_url: `${ADA}-else` }, { profile: ADA }],
	['another', LINKUP_API, { profile_url: HIDDEN.profileUrl }, { invitationId: '8' }],
])('an invitation that is %s is none of it: %#', async (_what, listed, row, asked) => {
	expect(await outcomeOf(listed, row, asked)).toBe('not_pending');
});

test('whoever is listed by name and by id is found by each', async () => {
	const row = { profile: { profileUrl: ADA }, memberUrn: ADA_URN };
	const respond = { call: 'POST /invitations/received/respond', answer: { success: true } };
	for (const profile of [ADA, ADA_URN]) {
		expect(await outcomeOf(CONNECT_SAFELY, row, { profile }, [respond])).toBe('accepted');
	}
});

test('an invitation that has its ID in its URN alone is found by it', async () => {
	const row = {
		invitationId: null,
		invitationUrn: 'urn:li:invitation:7',
		profile: { publicIdentifier: 'ada-one' },
	};
	const withdraw = { call: 'POST /invitations/withdraw', answer: { success: true } };
	const asked = { invitationId: '7' };
	expect(await outcomeOf(CONNECT_SAFELY_SENT, row, asked, [withdraw])).toBe('withdrawn');
});
