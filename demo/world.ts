import { connectSafelyAccount } from '../test/simulator/connect-safely/world';
import { CONNECTED } from '../test/simulator/people';
import type { Simulator } from '../test/simulator/simulator';

const ACCOUNT = 'acc_demo';

/**
 * Fills the simulated ConnectSafely with the demo's account, five invitations short of its weekly limit, and with
 * people whom it knows already.
 */
export function prepareWorld({ world }: Simulator): void {
	const { connectSafely, people } = world;
	connectSafely.accounts.clear();
	connectSafely.accounts.set(
		ACCOUNT,
		connectSafelyAccount({
			id: ACCOUNT,
			firstName: 'Robin',
			lastName: 'Marsh',
			publicId: 'robin-marsh',
			lastUsed: new Date().toISOString(),
			used: connectSafely.weeklyLimit - 5,
		}),
	);
	for (const publicIdentifier of ['ada-brandt', 'fatima-haddad']) {
		people.add({ publicIdentifier, relations: { '*': CONNECTED } });
	}
	people.add({
		publicIdentifier: 'bela-novak',
		relations: {
			'*': { relation: 'pending_sent', degree: 2, invitationId: '7310081824666369001' },
		},
	});
}
