import { z } from 'zod';
import { accountOf, badBody, failure, noAccount, urnOf } from './connect-safely/common';
import { conversationsOf, ownIdOf, write, type WorldMessage } from './conversations';
import { answer, type ProviderAnswer } from './http';
import { badParams, charge, noCredits, notParams, type Outcome } from './linkup-api/common';
import { findPerson, idInProfileUrl, nameOf, relationOf, type Person } from './people';
import type { World } from './world';

/** LinkedIn lets an account message only its connections. The words of its responses are undocumented. */
const NOT_CONNECTED = 'You can only message your 1st-degree connections';

interface Letter {
	accountId: string;
	one: Person;
	text: string;
}

/** Null where the two are not connected. */
function send(world: World, { accountId, one, text }: Letter, now: number): WorldMessage | null {
	if (relationOf(one, accountId).relation !== 'connected') return null;
	return write(world, { accountId, person: one.publicIdentifier, isOwn: true, text }, now);
}

const threadWith = (world: World, accountId: string, one: Person) =>
	conversationsOf(world, accountId, false).find((thread) => thread.one === one);

const ConnectSafelyMessage = z.object({
	accountId: z.string().optional(),
	recipientProfileId: z.string().optional(),
	recipientProfileUrn: z.string().optional(),
	message: z.string().min(1),
	messagingChannel: z.enum(['auto', 'sales_navigator', 'linkedin_inbox']).default('auto'),
});

/** POST /conversations/send */
export function sendViaConnectSafely(body: unknown, world: World, now: number): ProviderAnswer {
	const parsed = ConnectSafelyMessage.safeParse(body ?? {});
	if (!parsed.success) return badBody(parsed.error);
	const { accountId, recipientProfileId, recipientProfileUrn, message } = parsed.data;
	const account = accountOf(world, accountId);
	if (!account) return noAccount();
	const id = recipientProfileUrn?.split(':').pop() ?? recipientProfileId ?? '';
	const one = findPerson(world, id);
	if (!one) return failure(400, `LinkedIn profile not found: ${id}`);
	const sent = send(world, { accountId: account.id, one, text: message }, now);
	if (!sent) return failure(400, NOT_CONNECTED);
	return answer(200, {
		success: true,
		message: 'Message sent successfully',
		recipientProfileUrn: urnOf(one),
		sentMessage: {
			messageUrn: `urn:li:msg_message:(urn:li:fsd_profile:${ownIdOf(account.id)},${sent.id})`,
			text: sent.text,
			sentAt: sent.at,
			senderProfileId: ownIdOf(account.id),
			senderName: account.firstName,
			senderPhoto: null,
			isSentByOwner: true,
		},
	});
}

/** GET /conversations/exists/{profileId} */
export function existsInConnectSafely(
	id: string,
	query: URLSearchParams,
	world: World,
): ProviderAnswer {
	const account = accountOf(world, query.get('accountId'));
	const one = findPerson(world, id);
	if (!account) return noAccount();
	if (!one) return failure(404, `LinkedIn profile not found: ${id}`);
	const thread = threadWith(world, account.id, one);
	return answer(200, {
		success: true,
		hasConversation: thread !== undefined,
		conversationUrn: thread
			? `urn:li:msg_conversation:(urn:li:fsd_profile:${ownIdOf(account.id)},${thread.id})`
			: null,
		profileUrn: urnOf(one),
		accountId: account.id,
	});
}

const ConnectSafelyProfile = z.object({
	accountId: z.string().optional(),
	profileId: z.string().min(1),
	includeExperience: z.boolean().default(false),
});

/** POST /profile */
export function profileInConnectSafely(body: unknown, world: World): ProviderAnswer {
	const parsed = ConnectSafelyProfile.safeParse(body ?? {});
	if (!parsed.success) return badBody(parsed.error);
	const { accountId, profileId, includeExperience } = parsed.data;
	const account = accountOf(world, accountId);
	if (!account) return noAccount();
	const one = findPerson(world, profileId);
	const found = { success: true, profileId, accountId: account.id, cached: false };
	if (!one) return answer(200, { ...found, profile: {} });
	const { relation, degree } = relationOf(one, account.id);
	return answer(200, {
		...found,
		profile: {
			firstName: one.firstName,
			lastName: one.lastName,
			headline: one.headline,
			location: { countryCode: 'us', postalCode: null, geoLocationName: 'Springfield' },
			entityUrn: urnOf(one),
			publicIdentifier: one.publicIdentifier,
			profilePicture: null,
			isPremium: false,
			isVerified: false,
			supportsFreeEmail: false,
			isConnected: relation === 'connected',
			connectionDegree: degree === null ? null : `DISTANCE_${degree}`,
			invitationSent: relation === 'pending_sent',
			invitationReceived: relation === 'pending_received',
		},
		...(includeExperience ? { experience: [POSITION] } : {}),
	});
}

const POSITION = {
	title: 'Head of Examples',
	companyName: 'Example Ltd',
	duration: 'Jan 2021 - Present · 5 yrs',
};

const LinkupMessage = z.object({ profile_url: z.string(), message_text: z.string().min(1) });
const LinkupProfile = z.object({ profile_url: z.string() });

function personAt(world: World, url: string): Person | undefined {
	const slug = idInProfileUrl(url);
	return slug === undefined ? undefined : findPerson(world, slug);
}

/** POST /v2/messages, action `send`, and v1's send-message. */
export function sendViaLinkup(
	accountId: string,
	params: unknown,
	world: World,
	now: number,
): Outcome {
	const wanted = LinkupMessage.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const { profile_url: url, message_text: text } = wanted.data;
	const one = personAt(world, url);
	if (!one) return badParams('Profile not found');
	const isConnected = relationOf(one, accountId).relation === 'connected';
	if (isConnected && !charge(world)) return noCredits();
	const sent = send(world, { accountId, one, text }, now);
	if (!sent) return badParams(NOT_CONNECTED);
	return {
		data: {
			entityUrn: `urn:li:msg_message:${sent.id}`,
			conversation_id: threadWith(world, accountId, one)?.id ?? null,
			deliveredAt: sent.at,
		},
	};
}

/** v1's profile/info. Of v2's action `get` nothing but the request is documented. */
export function profileInLinkup(accountId: string, params: unknown, world: World): Outcome {
	const wanted = LinkupProfile.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const one = personAt(world, wanted.data.profile_url);
	if (!one) return badParams('Profile not found');
	if (!charge(world)) return noCredits();
	return {
		data: {
			public_id: one.publicIdentifier,
			urn: one.urnId,
			first_name: one.firstName,
			last_name: one.lastName,
			name: nameOf(one),
			headline: one.headline,
			location: 'Springfield',
			summary: null,
			industry: 'Examples',
			member_distance: relationOf(one, accountId).degree,
			experience: [{ title: POSITION.title, company: POSITION.companyName }],
		},
	};
}
