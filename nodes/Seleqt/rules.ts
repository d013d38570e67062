import { saysNoSuccess, type ErrorRules, type LimitRules } from '../outreach/provider/rules';

export const LIMITS: LimitRules = { requestsPerMinute: 50, scope: 'minute' };

/** The error table of the vendor page *Connection status*, in its order. */
export const ERRORS: ErrorRules = {
	isRefusal: saysNoSuccess,
	sentence: ['error', 'message', 'detail'],
	table: [
		{
			status: 401,
			what: 'Seleqt does not accept the API key',
			description:
				'Open the Seleqt credential and enter the whole key, prefix and secret with the dot between them.',
		},
		{
			status: 400,
			sentence: /no LinkedIn profile URL/i,
			what: 'Seleqt cannot check this prospect',
			description:
				'Open the prospect in Seleqt and fill in its LinkedIn profile URL, then run the item again.',
		},
		{
			status: 400,
			sentence: /no active LinkedIn account/i,
			what: 'Seleqt has no LinkedIn account to check with',
			description:
				'Connect a LinkedIn account to the Seleqt workspace, or reconnect the existing one.',
		},
		{
			status: 400,
			sentence: /not found or not active/i,
			what: "Seleqt cannot use the account given under 'Account'",
			description:
				"Enter the ID of a LinkedIn account that is active in this Seleqt workspace, or leave 'Account' empty to use the first active one.",
		},
		{
			status: 403,
			sentence: /access denied/i,
			what: 'The prospect belongs to another Seleqt workspace',
			description:
				"Use the prospect's own workspace: choose the Seleqt credential whose key belongs to it.",
		},
		{
			status: 404,
			sentence: /not found/i,
			what: 'Seleqt has no prospect with this ID',
			description: "Check 'Prospect ID': it must be Seleqt's number for the prospect.",
		},
		{
			status: 502,
			sentence: /./,
			what: 'Seleqt could not reach LinkedIn',
			description: "Seleqt's LinkedIn provider did not answer. Run the item again later.",
		},
	],
};
