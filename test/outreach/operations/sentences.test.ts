import { meaningOf, relationIn } from '../../../nodes/outreach/operations/sentences';

test.each([
	'Weekly invitation limit reached',
	'You have reached the weekly limit for connection requests.',
	'Cannot invite this person: weekly invitation limit reached',
	"You've hit your daily limit, so this person was not invited",
	'Connection request limit exceeded: 90/90 used. Other activities (messaging, following, etc.) are not affected.',
	'Rate limit exceeded. Please try again later',
	'Rate-limit exceeded for CONNECT: 90/90 used',
	'You have too many pending invitations',
	'Too many requests',
	'You have reached the maximum number of connection requests',
	'Monthly quota exhausted',
	'Please note that the daily limit has been exceeded',
	'Note: your weekly limit is used up',
	'You have no more invitations left this week',
	'Requests are throttled',
	'RATE_LIMIT_EXCEEDED',
	'rate_limited',
	'TooManyRequests',
	'DAILY_LIMIT_REACHED',
	'Request failed with status code 429',
	'You are sending invitations too quickly, slow down',
	'This account is in cooldown until tomorrow',
	'You are out of invitations for this week',
	'The account is on hold for 24 hours',
	'Connection requests are blocked for 24 hours',
	'You can only send 20 invitations per day',
	'You cannot send more than 100 connection requests a week',
	'You have already sent 100 invitations this week',
])('The sentence is about a limit of the account: %s', (sentence) => {
	expect(meaningOf({ sentence })).toBe('limit');
});

test.each(['RATE_LIMITED', 'WEEKLY_LIMIT_REACHED', 'TOO_MANY_REQUESTS', 'QUOTA_EXCEEDED'])(
	'The code is about a limit of the account: %s',
	(code) => {
		expect(meaningOf({ code, sentence: 'No' })).toBe('limit');
	},
);

test.each([
	'Internal server error',
	'Deadline exceeded',
	'context deadline exceeded (Client.Timeout)',
	'Time limit exceeded',
	'Request timed out',
	'Timeout while contacting LinkedIn; the rate limit may be reached',
	'502 Bad Gateway',
	'An unexpected error occurred',
	'Unknown error',
	'read ECONNRESET',
	'Connection reset by peer',
	'socket hang up',
	'Something went wrong',
	'Service unavailable',
	'LinkedIn is temporarily unavailable',
	'Upstream failed',
	'Could not send it now. Please try again later',
	'Cannot send now, try again in a few minutes',
	'A request for this person is already being processed',
	'DEADLINE_EXCEEDED',
	'INTERNAL_SERVER_ERROR',
	'GatewayTimeout',
	'Request failed with status code 502',
	'fetch failed',
	'The operation was aborted',
	'Browser has crashed',
	"TypeError: Cannot read properties of undefined (reading 'id')",
	'Database error',
	'The invitation may have been sent',
	'Unable to confirm that the invitation was sent',
])('The sentence leaves open what happened: %s', (sentence) => {
	expect(meaningOf({ sentence })).toBe('unclear');
});

test.each([
	'Insufficient credits: your limit is reached',
	'Credit quota exceeded',
	'Your note exceeds the 300 character limit',
	'Message exceeds the limit of 300 characters',
	'You have reached your monthly limit of personalized invitations',
	'Custom message limit reached',
	'This person has reached the limit of invitations',
	'The recipient has too many pending invitations',
	"You have exceeded the recipient's invitation limit",
	'Too many invitations to this person',
	'Page size exceeds the limit of 100',
	'Your account has been restricted. Try again later',
	'Invitation already sent. Try again later',
	'Please withdraw some of your pending invitations',
	'Invalid or expired LinkedIn cookie',
	'Missing required parameter: linkedin_url',
	'No pending invitation found',
	'NOTE_LIMIT_EXCEEDED',
	'CREDITS_LIMIT_REACHED',
	'You can only send 5 personalized invitations a month',
	'custom_message must be shorter than 300 characters',
	'Access denied: your account is blocked until you verify it',
	'This profile is out of your network and cannot be invited',
	'Profile not found',
])('The sentence is a refusal, not a limit of the account: %s', (sentence) => {
	expect(meaningOf({ sentence })).toBe('refused');
});

test.each(['', 'No', 'Nope, sorry', 'Could not send', 'Failed to send the invitation'])(
	'The sentence has no known meaning: %j',
	(sentence) => {
		expect(meaningOf({ sentence })).toBe('unknown');
	},
);

test.each([
	[{ status: 'CONNECTED' }, 'already_connected'],
	[{ status: ' pending ' }, 'already_pending'],
	[{ status: 'already_connected' }, 'already_connected'],
	[{ status: 'NOT_CONNECTED' }, null],
	[{ status: 400 }, null],
	[{ status: 'constructor' }, null],
	[null, null],
])('The body %j shows the relationship %s', (body, relation) => {
	expect(relationIn(body)).toBe(relation);
});
