import { People, type Relation, type Relationship } from './people';
import { defaultProviders } from './providers';
import type { World } from './world';

const one = (
	publicIdentifier: string,
	prospectId: number,
	relation: Relation,
	degree: Relationship['degree'],
	invitationId: string | null = null,
) => ({ publicIdentifier, prospectId, relations: { '*': { relation, degree, invitationId } } });

/** People of the vendors' examples, and one for each relation; `reset` starts from here again. */
export function defaultWorld(): World {
	return {
		people: People.of(
			{
				publicIdentifier: 'john-doe-123',
				urnId: 'ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
				relations: { '*': { relation: 'none', degree: 2, invitationId: null } },
			},
			{ publicIdentifier: 'john-doe' },
			one('connie-connected', 101, 'connected', 1),
			one('peter-pending', 102, 'pending_sent', 2, '7310081824666365952'),
			one('rita-received', 103, 'pending_received', 2, '7310081824666367777'),
			{ publicIdentifier: 'nora-none', prospectId: 104 },
			one('otto-outside', 105, 'none', null),
			one('josé-garcía', 106, 'none', 2),
		),
		invitations: [],
		messages: [],
		invitationSequence: 0,
		receivedSequence: 0,
		listOrder: 'newest',
		readings: new Map(),
		...defaultProviders(),
	};
}
