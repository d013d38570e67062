import type { IBuilderHint } from 'n8n-workflow';

const WAIT = {
	nodeType: 'n8n-nodes-base.wait',
	relationHint:
		"Goes between the Rate Limited output and this node: Resume 'At Specified Time', set to the item's rateLimit.retryAt",
};

/** For AI workflow builders: what is easily missed about a node with two outputs. */
export function actionHint(sends: boolean): IBuilderHint {
	return {
		searchHint: [
			'Has two named outputs: Success (index 0) and Rate Limited (index 1).',
			'Wire both: an item that a limit holds back goes to Rate Limited with rateLimit.retryAt (ISO 8601), and is silently dropped if that output is not wired.',
			'To try again, wire Rate Limited to a Wait node, and that back into this node.',
			...(sends
				? [
						'Sending is safe to repeat: nobody is invited or sent the same text twice, so do not add a Remove Duplicates node, and do not use Retry On Fail for limits.',
					]
				: []),
		].join(' '),
		relatedNodes: [WAIT],
	};
}

/** All triggers of this package return items of the same shape. */
export function triggerHint(what: string): IBuilderHint {
	return {
		searchHint: `${what} Each item has event, provider, accountId, profile (publicIdentifier, url, urn), occurredAt and providerEvent, and for a reply also message (id, text, at, conversationId), the same for all triggers of this package.`,
		relatedNodes: [
			{
				nodeType: 'n8n-nodes-linkedin-outreach.linkedInOutreach',
				relationHint: 'Acts on the person of an event: takes profile.url as its Profile',
			},
		],
	};
}
