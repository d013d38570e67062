import {
	isSamePerson,
	NotAPerson,
	parseProfile,
	personKey,
	personKeys,
	completedProfile,
	profileOfName,
	profileOrNull,
} from '../../../nodes/outreach/people/profile';

const BASE = 'https://www.linkedin.com/in/';
const ID = 'ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM';
const LEAD = 'ACwAABJefVoBrz2LR3f_uYx0Qm1VJ7-kTq8wZPs';
const IVAN = '%D0%B8%D0%B2%D0%B0%D0%BD';

/** Words separated by spaces. */
const words = (text: string) => text.trim().split(/\s+/);

/** The result of `parseProfile`, or what it threw. */
function outcome(pasted: string): unknown {
	try {
		return parseProfile(pasted);
	} catch (thrown) {
		return thrown;
	}
}

describe('Profiles', () => {
	test.each([
		['https://www.linkedin.com/in/john-doe'],
		['https://www.linkedin.com/in/john-doe/'],
		['http://www.linkedin.com/in/john-doe'],
		['https://linkedin.com/in/john-doe'],
		['www.linkedin.com/in/john-doe'],
		['linkedin.com/in/john-doe'],
		['//www.linkedin.com/in/john-doe'],
		['https://www.linkedin.com:443/in/john-doe'],
		['HTTPS://WWW.LinkedIn.com/IN/john-doe'],
		['https://fr.linkedin.com/in/john-doe'],
		['uk.linkedin.com/in/john-doe/'],
		['https://m.linkedin.com/in/john-doe'],
		['https://mobile.linkedin.com/in/john-doe'],
		['https://touch.www.linkedin.com/in/john-doe'],
		['https://www.linkedin.com/mwlite/in/john-doe'],
		['https://www.linkedin.com/comm/in/john-doe?midToken=AQ&trk=eml'],
		['https://www.linkedin.com/in/john-doe?originalSubdomain=fr'],
		['https://www.linkedin.com/in/john-doe&originalSubdomain=fr'],
		['https://www.linkedin.com/in/john-doe/?trk=..#experience'],
		['https://www.linkedin.com/in/john-doe/details/experience/'],
		['https://www.linkedin.com/in/john-doe/en'],
		['https://www.linkedin.com/in/john-doe/in'],
		['https://www.linkedin.com/in/john-doe/recent-activity/all/'],
		[`https://www.linkedin.com/in/john-doe/overlay/urn:li:fsd_profileTreasuryMedia:(${ID},1)/`],
		['https://www.linkedin.com//in//john-doe'],
		[`in/john-doe?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3A${ID}`],
		['/in/john-doe'],
		['in/john-doe/'],
		['john-doe'],
		['@john-doe'],
		['john-doe?trk=x'],
		['  https://www.linkedin.com/in/john-doe \r\n\t '],
		['"https://www.linkedin.com/in/john-doe"'],
		['<https://www.linkedin.com/in/john-doe>'],
		['“john-doe”'],
		[' * "  “https://www.linkedin.com/in/john-doe”"'],
		['https://www.linkedin.com/in/john-doe,'],
		['https://www.linkedin.com/in/john-doe/;'],
		['https://www.linkedin.com/in/john-doe.'],
		['\u200bhttps://www.linkedin.com/in/john\u200b-doe\ufeff'],
		['https://www.linkedin.com/in/john-doe%E2%80%8B'],
		['https://www.linkedin.com/in/john-doe%20'],
		['https%3A%2F%2Fwww.linkedin.com%2Fin%2Fjohn-doe%3Ftrk%3Dx'],
		['http%3a%2f%2fwww.linkedin.com%2fin%2fjohn-doe'],
		['http://www.linkedin.com:80/in/john-doe'],
		['linkedin.com:443/in/john-doe'],
		['https://www.linkedin.com/in/john-doe./details'],
		['https://www.linkedin.com/in/john-doe?from=https%3A%2F%2Fexample.com%2Fa%20b'],
	])('The same person is read from %j', (pasted) => {
		expect(parseProfile(pasted)).toEqual({
			publicIdentifier: 'john-doe',
			url: `${BASE}john-doe`,
			urn: null,
		});
	});

	test.each([
		['https://www.linkedin.com/in/John-Doe', 'John-Doe', 'John-Doe'],
		[`https://ru.linkedin.com/in/${IVAN}-1a2b`, 'иван-1a2b', `${IVAN}-1a2b`],
		[`https://ru.linkedin.com/in/${IVAN.toLowerCase()}`, 'иван', IVAN],
		[`https://ru.linkedin.com/in/${IVAN.replace(/%/g, '%25')}`, 'иван', IVAN],
		['https://www.linkedin.com/in/иван', 'иван', IVAN],
		['иван', 'иван', IVAN],
		[IVAN, 'иван', IVAN],
		['https://cn.linkedin.com/in/王小明', '王小明', '%E7%8E%8B%E5%B0%8F%E6%98%8E'],
		['jos%c3%a9', 'josé', 'jos%C3%A9'],
		['jose\u0301', 'jose\u0301', 'jose%CC%81'],
		['linkedin.com/in/ann-🌍-1a', 'ann-🌍-1a', 'ann-%F0%9F%8C%8D-1a'],
		['linkedin.com/in/ann-👩🏽‍💻', 'ann-👩🏽‍💻', 'ann-%F0%9F%91%A9%F0%9F%8F%BD%E2%80%8D%F0%9F%92%BB'],
		['linkedin.com/in/ann-cpa%C2%AE-1a', 'ann-cpa®-1a', 'ann-cpa%C2%AE-1a'],
		['linkedin.com/in/ann-phr%2C-cp', 'ann-phr,-cp', 'ann-phr%2C-cp'],
		['linkedin.com/in/ann_lee.old', 'ann_lee.old', 'ann_lee.old'],
		["linkedin.com/in/o'neil", "o'neil", "o'neil"],
		['linkedin.com/in/12345', '12345', '12345'],
		['linkedin.com/in/.john', '.john', '.john'],
		['linkedin.com/in/x', 'x', 'x'],
		['linkedin.com/in/acme', 'acme', 'acme'],
		['linkedin.com/in/mel', 'mel', 'mel'],
		['linkedin.com/in/xnull', 'xnull', 'xnull'],
		['linkedin.com/in/nullx', 'nullx', 'nullx'],
		['linkedin.com/in/x-ACoAAB', 'x-ACoAAB', 'x-ACoAAB'],
		[`linkedin.com/in/x-${ID.toLowerCase()}`, `x-${ID.toLowerCase()}`, `x-${ID.toLowerCase()}`],
		[`linkedin.com/in/${ID.toLowerCase()}.x`, `${ID.toLowerCase()}.x`, `${ID.toLowerCase()}.x`],
		['linkedin.com/in/acoaa-short', 'acoaa-short', 'acoaa-short'],
		[
			'linkedin.com/in/x-AEMAAABcdefghijklmnopqr',
			'x-AEMAAABcdefghijklmnopqr',
			'x-AEMAAABcdefghijklmnopqr',
		],
		[
			'linkedin.com/in/AEMAAABcdefghijklmnopqr.x',
			'AEMAAABcdefghijklmnopqr.x',
			'AEMAAABcdefghijklmnopqr.x',
		],
		['linkedin.com/in/AEMAA-short', 'AEMAA-short', 'AEMAA-short'],
		['1john', '1john', '1john'],
		['555-john', '555-john', '555-john'],
		['ann', 'ann', 'ann'],
		['a'.repeat(100), 'a'.repeat(100), 'a'.repeat(100)],
	])('A vanity name is read from %j', (pasted, publicIdentifier, path) => {
		expect(parseProfile(pasted)).toEqual({ publicIdentifier, url: BASE + path, urn: null });
	});

	test.each([
		[ID, ID],
		[LEAD, LEAD],
		['ACoAABJefVoBrz2LR3f', 'ACoAABJefVoBrz2LR3f'],
		[`${LEAD},NAME_SEARCH,abcd`, LEAD],
		[`urn:li:fsd_profile:${ID}`, ID],
		[`URN:LI:fsd_profile:${ID}`, ID],
		[` "urn:li:fsd_profile:${ID}", `, ID],
		[`urn%3Ali%3Afsd_profile%3A${ID}`, ID],
		[`urn:li:fs_miniProfile:${ID}`, ID],
		[`urn:li:fs_profile:${ID}`, ID],
		[`urn:li:fs_salesProfile:(${LEAD},NAME_SEARCH,abcd)`, LEAD],
		[`https://www.linkedin.com/in/${ID}`, ID],
		[`https://www.linkedin.com/in/${ID}/?miniProfileUrn=x`, ID],
		[`https://www.linkedin.com/sales/lead/${LEAD},NAME_SEARCH,x1Yz?_ntb=Q%2FQ%3D%3D`, LEAD],
		[`https://www.linkedin.com/sales/lead/${LEAD}%2CNAME_SEARCH%2Cx1Yz`, LEAD],
		[`https://www.linkedin.com/sales/people/${LEAD},NAME_SEARCH`, LEAD],
		[`linkedin.com/sales/lead/${LEAD}`, LEAD],
		[`sales/lead/${LEAD},name`, LEAD],
	])('An ID is read from %j', (pasted, id) => {
		expect(parseProfile(pasted)).toEqual({
			publicIdentifier: null,
			url: BASE + id,
			urn: `urn:li:fsd_profile:${id}`,
		});
	});

	test.each([
		['', 'is empty'],
		[' \n\t\u00a0\u200b ', 'is empty'],
		['""', 'is empty'],
		['company/acme', 'company'],
		['https://www.linkedin.com/feed/update/urn:li:activity:7', 'post'],
		['urn:li:activity:7', 'post'],
		['urn:li:ugcPost:7', 'post'],
		['urn:li:share:7', 'post'],
		['https://www.linkedin.com/feed/hashtag/?keywords=sales', 'hashtag'],
		['https://www.linkedin.com/search/results/people/?keywords=x', 'search results'],
		['https://www.linkedin.com/profile/view?id=123', 'old-form'],
		['https://www.linkedin.com/sales/company/1', 'Sales Navigator company'],
		['https://www.linkedin.com/sales/search/people?query=x', 'Sales Navigator search'],
		['https://www.linkedin.com/sales/profile/123,abc', 'Sales Navigator page'],
		[`https://www.linkedin.com/sales/lead/${LEAD.toLowerCase()},x`, 'Sales Navigator page'],
		['https://www.linkedin.com/in/AEMAAABcdefghijklmnopqr', 'Recruiter'],
		['https://www.linkedin.com/authwall?sessionRedirect=x', 'log-in'],
		['https://lnkd.in/eAbC123', 'short link'],
		['lnkd.in/eAbC123', 'short link'],
		['https://www.linkedin.com', 'home page'],
		['linkedin.com/?trk=x', 'home page'],
		['https://www.linkedin.com/feed/', 'feed'],
		['https://www.linkedin.com/me?trk=x', 'logged-in'],
		['https://www.linkedin.com/in/me/', 'logged-in'],
		['https://www.linkedin.com/in/', 'without a name'],
		['https://www.linkedin.com/in', 'without a name'],
		['https://www.linkedin.com/in/?x=y', 'without a name'],
		['https://www.linkedin.com/in/%20', 'without a name'],
		['https://www.linkedin.com/in/undefined', 'no value'],
		['null', 'no value'],
		['{{$json.url}}', 'expression'],
		['[object Object]', 'expression'],
		['https://www.linkedin.com/john-doe', 'a LinkedIn address'],
		['urn:li:fsd_company:1', 'company'],
		['urn:li:school:1', 'school'],
		['urn:li:member:123', '"member"'],
		[`urn:li:person:${ID}`, '"person"'],
		['urn:li:fsd_profile:', 'without a valid ID'],
		['urn:li:fsd_profile:123', 'without a valid ID'],
		['urn:isbn:123', 'not a valid URN'],
		['jane@example.com', 'e-mail'],
		['mailto:jane@linkedin.com', 'e-mail'],
		['https://example.com/in/jane', 'on a site other'],
		['example.com', 'on a site other'],
		['https://linkedin.com.evil.example/in/x', 'on a site other'],
		['https://evil-linkedin.com/in/x', 'on a site other'],
		['https://evillinkedin.com/in/x', 'on a site other'],
		['https://www.linkedin.cn/in/x', 'on a site other'],
		['https://lin\u212aedin.com/in/x', 'on a site other'],
		['https://evil.example/linkedin.com/in/x', 'on a site other'],
		['https://www.linkedin.com\\@evil.example/in/x', 'user name'],
		['https://www.linkedin.com@evil.example/in/x', 'user name'],
		['www.linkedin.com@evil.example/in/x', 'user name'],
		['https://x@www.linkedin.com/in/x', 'user name'],
		['javascript:alert', 'not a web address'],
		['linkedin://in/x', 'not a web address'],
		['John Doe', "person's name"],
		['Дмитрий О’Нил, PhD', "person's name"],
		['LinkedIn: https://www.linkedin.com/in/x', 'extra text'],
		['https://www.linkedin.com/in/a\nhttps://www.linkedin.com/in/b', 'more than one'],
		['https://www.linkedin.com/in/a,https://www.linkedin.com/in/b', 'more than one'],
		['linkedin.com/in/a,linkedin.com/in/b', 'more than one'],
		['/in/a/,/in/b', 'more than one'],
		['https://www.linkedin.com/in//in/john', 'more than one'],
		['https://www.linkedin.com/in/a/https://www.linkedin.com/in/b', 'more than one'],
		['https://www.linkedin.com/in/ahttps://www.linkedin.com/in/b', 'more than one'],
		['12345', 'number'],
		['+1 (555) 010-9999', 'number'],
		['a'.repeat(2001), 'too long'],
		['a'.repeat(101), 'too long'],
		['ab', 'too short'],
		['john_doe', '"_"'],
		['---', 'no value'],
		['john%', 'percent'],
		['https://www.linkedin.com/in/%E0%A4%A', 'percent'],
		['https://www.linkedin.com/in/%ff', 'percent'],
		['https%3A%2F%2Fwww.linkedin.com%2Fin%2F%ff', 'percent'],
		['https://www.linkedin.com/in/100%25', 'character'],
		['https://www.linkedin.com/in/a%2Fb', 'character'],
		['https://www.linkedin.com/in/a%252Fb', 'character'],
		['https://www.linkedin.com/in/a%3Fb', 'character'],
		['https://www.linkedin.com/in/john%20doe', 'character'],
		['https://www.linkedin.com/in/john%00', 'control'],
		['https://www.linkedin.com/in/john\u0000doe', 'control'],
		['https://www.linkedin.com/in/john\ud800', 'a broken one'],
		['https://www.linkedin.com/in/john(doe', 'character'],
		['https://www.linkedin.com/in/..', 'cut short'],
		['https://www.linkedin.com/in/%2e%2e/company/x', 'cut short'],
		['https://www.linkedin.com/in/x/../../company/y', 'cut short'],
		['https://www.linkedin.com/in/jean-pierre-d…', 'cut short'],
		['urn:li:fsd_profile:ACoAABJefVoBrz2LR3f...', 'cut short'],
		['ACoAA', 'cut short'],
		['John Doe 3', 'contains a space'],
		['3 John Doe', 'contains a space'],
		['linkedin.com/in/jane@example.com', 'character'],
		['https://www.linkedin.com/in/a%252', 'character'],
		['a'.repeat(2000), '(3 to 100 characters)'],
		['a'.repeat(2001), '2001 characters'],
		['urn:li:fsd_profile', 'without a valid ID'],
		[`urn:x:urn:li:fsd_profile:${ID}`, 'not a valid URN'],
		[`urn:li:xfsd_profile:${ID}`, '"xfsd_profile"'],
		[`urn:li:fsd_profileTreasuryMedia:${ID}`, '"fsd_profileTreasuryMedia"'],
		['urn:li:personal:1', '"personal"'],
		['urn:li:chairperson:1', '"chairperson"'],
		['urn:li:shares:1', '"shares", not of a person'],
		['urn:li:xshare:1', '"xshare", not of a person'],
		['urn:li:fs_update:1', 'of a post'],
		['urn:li:fsd_updateV2:1', 'of a post'],
		['www.lnkd.in/eAbC123', 'short link'],
		['xlnkd.in/eAbC123', 'on a site other'],
		['lnkd.in.example/eAbC123', 'on a site other'],
		['linkedin.com/xcomm/in/john-doe', 'a LinkedIn address'],
		['linkedin.com/community/in/john-doe', 'a LinkedIn address'],
		[`https://www.linkedin.com/company/acme/${LEAD}/sales/lead/x`, 'company'],
		['linkedin.com/in/john:doe', 'character'],
		['§ann', 'neither'],
		['ann§', 'neither'],
		[ID.toLowerCase(), 'capital letters'],
	])('The text %j is refused as a profile', (pasted, word) => {
		const refusal = outcome(pasted);
		expect(refusal).toBeInstanceOf(NotAPerson);
		const { message, description } = refusal as NotAPerson;
		expect(message).toMatch(/^Profile (is|has|contains|looks|starts) /);
		expect(message).toContain(word);
		expect(`${message} ${description}`).not.toMatch(/error|problem|failure|mistake|\$1/i);
		expect(description).toContain(`${BASE}jane-doe`);
	});
});

describe('Words that name nobody', () => {
	const WORDS = words(`
		UNKNOWN unknown nan NaN NAN None none NULL nil undefined n.a. NA N.A tbd - -- — true FALSE
		false yes No empty blank missing unavailable not-available notAvailable NOT_FOUND NaT
		Infinity deactivated username LinkedIn-Mitglied 无数据 <NA> test null-null undefined-undefined
		jane-undefined WAHR desconocido 不明 なし n\u200ban ＮＵＬＬ (none) [blank] LinkedIn linkedin-member
		LinkedinUrl linkedin_url www https profile url in headless redacted object-object
		out-of-network no-linkedin
	`);
	test.each(WORDS)('The word %s names nobody, alone or in an address', (word) => {
		for (const pasted of [
			word,
			` ${word} `,
			`"${word}"`,
			`https://www.linkedin.com/in/${word}`,
			`https://www.linkedin.com/in/${encodeURIComponent(word)}/`,
			`linkedin.com/in/${word}/?trk=x`,
			`in/${word}/details/skills`,
		]) {
			expect(outcome(pasted)).toBeInstanceOf(NotAPerson);
		}
	});

	test.each([
		['N/A', 'is "N/A": its field has no value'],
		['n/d', 'no value'],
		['\\N', 'no value'],
		['Not available', 'no value'],
		['Keine Angabe', 'no value'],
		['LinkedIn Member', 'is "LinkedIn Member", which is not a person'],
		['LinkedIn Profile:', 'which is not a person'],
		['Person Linkedin Url', 'which is not a person'],
		['#N/A', 'formula without a result'],
		['#REF!', 'formula without a result'],
		['#VALUE!', 'formula without a result'],
		['#NAME?', 'formula without a result'],
		['#DIV/0!', 'formula without a result'],
		['#NULL!', 'formula without a result'],
		['#NUM!', 'formula without a result'],
		['#ERROR!', 'formula without a result'],
		['#WERT!', 'formula without a result'],
		['linkedin.com/in/%23N%2FA', 'formula without a result'],
		['linkedin.com/in/#REF!', 'without a name'],
		['linkedin.com/in/N/A', 'is "N/A"'],
		['https://www.linkedin.com/in/n/a/', 'is "n/a"'],
		['https://www.linkedin.com/in/not/found', 'is "not/found"'],
		['https://www.linkedin.com/in/none/', 'is "none"'],
		['https://www.linkedin.com/in/[name]', 'placeholder in brackets'],
		['https://www.linkedin.com/in/%3Cname%3E', 'placeholder in brackets'],
		['https://www.linkedin.com/in/{first}', 'placeholder in brackets'],
		['urn:li:fsd_profile:UNKNOWN', 'without a valid ID'],
	])('The placeholder %s is refused: %s', (pasted, says) => {
		expect((outcome(pasted) as Error).message).toContain(says);
	});

	test.each(
		words(`
		joe-blank nil-sharma nan-goldin unknown-1a2b3c nullah noah inna linken christopher-null nat
		faux yes-man testa true-blue linkedin-jane nan1
	`),
	)('The word %s may be a name', (name) => {
		expect(parseProfile(name).publicIdentifier).toBe(name);
	});
});

describe('Characters that could change the person', () => {
	test.each([
		['https://www.linkedin.com/in/jos&#233;-garcia', 'HTML entity'],
		['https://www.linkedin.com/in/jos&#xE9;-garcia', 'HTML entity'],
		['https://www.linkedin.com/in/jos&eacute;-garcia', 'HTML entity'],
		['https://www.linkedin.com/in/jos&#233;-garcia?trk=x', 'HTML entity'],
		['https://www.linkedin.com/in/jos&#233', 'HTML entity'],
		['jos&#233;-garcia', 'HTML entity'],
		['jane&amp;doe', 'HTML entity'],
		['https:&#x2F;&#x2F;www.linkedin.com&#x2F;in&#x2F;jane', 'HTML entity'],
		['https://www.linkedin&#46;com/in/jane', 'HTML entity'],
		['https%3A%2F%2Fwww.linkedin.com%2Fin%2Fjos%26%23233%3B-garcia', 'HTML entity'],
		['https://www.linkedin.com/in/jos%26%23233%3B-garcia', 'character'],
		['https://www.linkedin.com/in/jos&eacute-garcia', '"&"'],
		['https://www.linkedin.com/in/jane&doe', '"&"'],
		['jane&doe', '"&"'],
		['https://www.linkedin.com/in/jos#233;-garcia', '"?" or "#"'],
		['https://www.linkedin.com/in/jos#-garcia', '"?" or "#"'],
		['https://www.linkedin.com/in/jos?-garcia', '"?" or "#"'],
		['https://www.linkedin.com/in/fran?ois-dupont', '"?" or "#"'],
		['https://www.linkedin.com/in/fran?ois-dupont?trk=x', '"?" or "#"'],
		['https://www.linkedin.com/in/jos?-garcia/?trk=x', '"?" or "#"'],
		['jos?-garcia', '"?" or "#"'],
		['https://www.linkedin.com/in/jos\ufffd-garcia', 'the wrong encoding'],
		['https://www.linkedin.com/in/josÃ©-garcia', 'the wrong encoding'],
		['https://www.linkedin.com/in/jos%C3%83%C2%A9-garcia', 'the wrong encoding'],
		['https://www.linkedin.com/in/jane;doe', 'more than one'],
		['https://www.linkedin.com/in/jane,doe', 'more than one'],
		['https://www.linkedin.com/in/jane"doe', 'character'],
		['https://www.linkedin.com/in/jane+doe', 'character'],
		['jane+doe', 'character'],
		['jos\\u00e9-garcia', 'character'],
	])('The ambiguous text %j is refused', (pasted, says) => {
		const refusal = outcome(pasted);
		expect(refusal).toBeInstanceOf(NotAPerson);
		expect((refusal as Error).message).toContain(says);
	});

	test.each([
		'https://www.linkedin.com/in/jane-doe?utm_source=a&amp;utm_medium=b',
		'https://www.linkedin.com/in/jane-doe&amp;trk=x',
		'https://www.linkedin.com/in/jane-doe?name=jos&#233;',
		'https://www.linkedin.com/in/jane-doe?',
		'https://www.linkedin.com/in/jane-doe/?trk',
		'https://www.linkedin.com/in/jane-doe#about',
		'https://www.linkedin.com/in/jane-doe#:~:text=Jane%20Doe',
		'https://www.linkedin.com/in/jane-doe/#233;',
		'https://www.linkedin.com/in/jane-doe?x[]=1#',
		'https%253A%252F%252Fwww.linkedin.com%252Fin%252Fjane-doe',
	])('What follows the name in %s is ignored', (pasted) => {
		expect(parseProfile(pasted).publicIdentifier).toBe('jane-doe');
	});

	test.each([
		...['\u00ad', '\u034f', '\u061c', '\u115f', '\u180e', '\u200b', '\u200c', '\u200d', '\u200e'],
		...['\u202c', '\u2060', '\u2063', '\u2069', '\u206f', '\u2800', '\u3164', '\ufe0f', '\ufeff'],
		...['\uffa0', '\u{e0001}', '\u{e0101}'],
	])('The invisible character %j is not part of a name, raw or encoded', (invisible) => {
		const encoded = encodeURIComponent(invisible);
		for (const inside of [
			invisible,
			encoded,
			encoded.replace(/%/g, '%25'),
			encoded.toLowerCase(),
		]) {
			for (const name of [`jane${inside}-doe`, `${inside}jane-doe`, `jane-doe${inside}`]) {
				const expected = { publicIdentifier: 'jane-doe', url: `${BASE}jane-doe`, urn: null };
				expect(parseProfile(name)).toEqual(expected);
				expect(parseProfile(`https://www.linkedin.com/in/${name}/`)).toEqual(expected);
			}
			expect(parseProfile(`linkedin.com/in/${ID.slice(0, 9)}${inside}${ID.slice(9)}`).url).toBe(
				BASE + ID,
			);
			expect(outcome(`linkedin.com/in/${inside}`)).toBeInstanceOf(NotAPerson);
		}
	});

	// Without them LinkedIn finds nobody, or the emoji falls apart.
	test.each([
		'علی\u200cرضا',
		'ann-👩🏽\u200d💻',
		'ann-❤\ufe0f',
		'ann-❤\ufe0f\u200d🔥',
		'നന്\u200dമ',
	])('Joiners that change the visible text are kept: %s', (name) => {
		const { publicIdentifier, url } = parseProfile(`linkedin.com/in/${name}`);
		expect({ publicIdentifier, url }).toEqual({
			publicIdentifier: name,
			url: BASE + encodeURIComponent(name),
		});
	});
});

describe('Pages that are not a person’s', () => {
	test.each([
		['company/acme', 'a company page'],
		['school/mit', 'a school page'],
		['showcase/acme', 'a showcase page'],
		['groups/1', 'a group page'],
		['jobs/1', 'a job page'],
		['newsletters/news', 'a newsletter page'],
		['learning/x', 'a learning page'],
		['hashtag/sales', 'a hashtag page'],
		['feed/hashtag/sales', 'a hashtag page'],
		['products/x', 'a product page'],
		['services/page/x', 'a service page'],
		['posts/x', 'a post'],
		['feed/update/x', 'a post'],
		['embed/feed/update/x', 'a post'],
		['video/live/x', 'a post'],
		['events/1', 'an event'],
		['pulse/x', 'an article'],
		['me/x', 'the logged-in user'],
		['home', 'the feed or a similar page'],
		['mynetwork', 'the feed or a similar page'],
		['messaging/thread/1', 'the feed or a similar page'],
		['notifications', 'the feed or a similar page'],
		['search/results/all', 'search results'],
		['pub/dir/a/b', 'search results'],
		['directory/people', 'search results'],
		['pub/x/1', 'an old-form address'],
		['profile/view', 'an old-form address'],
		['sales/account/1', 'a Sales Navigator account page'],
		['sales/lists/people', 'a Sales Navigator list page'],
		['sales/home', 'a Sales Navigator page'],
		['talent/x', 'a Recruiter page'],
		['recruiter/x', 'a Recruiter page'],
		['hire/x', 'a Recruiter page'],
		['login', 'log-in page'],
		['signup', 'log-in page'],
		['uas/login', 'log-in page'],
		['checkpoint/lg', 'log-in page'],
	])('The path %s is recognised as %s only at the beginning of an address', (path, what) => {
		const told = (address: string) => (outcome(address) as Error).message;
		expect(told(`https://www.linkedin.com/${path}`)).toContain(what);
		const other = told(`https://www.linkedin.com/x/${path}`);
		expect(other).toBe("Profile is a LinkedIn address, but not a person's");
	});

	test.each([
		['https://www.linkedin.com/pub/x/1', 'shown there'],
		['https://lnkd.in/x', 'shown there'],
		['https://www.linkedin.com/talent/x', 'shown there'],
		['https://www.linkedin.com/in/AEMAAABcdefghijklmnopqr', 'shown there'],
		['https://www.linkedin.com/in/a,https://www.linkedin.com/in/b', 'one item for each person'],
		['a b1', 'one item for each person'],
		['12345', 'Prospect ID'],
		['https://www.linkedin.com/company/acme', 'profile page'],
	])('The refusal of %s says what to do', (pasted, what) => {
		expect((outcome(pasted) as NotAPerson).description).toContain(what);
	});

	test('The refusal of an empty profile is a NotAPerson', () => {
		expect(outcome('')).toMatchObject({ name: 'NotAPerson', message: 'Profile is empty' });
	});
});

test('A text that names no person is read as null', () => {
	expect(profileOrNull(null)).toBeNull();
	expect(profileOrNull('linkedin.com/company/acme')).toBeNull();
	expect(profileOrNull('linkedin.com/in/ann')).toEqual(parseProfile('ann'));
	expect(profileOfName(null)).toBeNull();
	expect(profileOfName('yo')?.publicIdentifier).toBe('yo');
});

test.each([
	['ann', 'Ann', true],
	['ann', 'ben', false],
	[null, 'ann', false],
	['ann', null, false],
	[null, null, false],
])('The profiles %j and %j are the same person: %s', (one, other, expected) => {
	expect(isSamePerson(profileOrNull(one), profileOrNull(other))).toBe(expected);
});

describe('Keys of people', () => {
	const key = (pasted: string) => personKey(parseProfile(pasted));

	test('A person has a key for each known identifier, once', () => {
		const urn = `urn:li:fsd_profile:${ID}`;
		expect(personKeys({ publicIdentifier: 'Ann', url: `${BASE}ann`, urn })).toEqual([
			'in:ann',
			`id:${ID}`,
		]);
		expect(personKeys({ publicIdentifier: null, url: null, urn: null })).toEqual([]);
	});

	// This form is in n8n's database. With another form, people invited before would be strangers.
	test.each([
		['John-Doe', 'in:john-doe'],
		['İrem', 'in:i\u0307rem'],
		[ID, `id:${ID}`],
	])('The stored key of %j is %j', (pasted, stored) => {
		expect(key(pasted)).toBe(stored);
	});

	test.each([
		['john-doe', 'https://fr.linkedin.com/in/John-DOE/?x=y'],
		['josé', 'jose\u0301'],
		['JOSÉ', 'linkedin.com/in/jos%c3%a9'],
		['иван', `linkedin.com/in/${IVAN.toLowerCase()}`],
		['ИВАН', `linkedin.com/in/${IVAN}`],
		['ｊohn', 'john'],
		['İrem', 'i\u0307rem'],
		['linkedin.com/in/jo%E2%80%8Fhn', 'john'],
		['linkedin.com/in/علی%E2%80%8Cرضا', 'علیرضا'],
		['ann-❤\ufe0f', 'ann-❤'],
		[ID, `linkedin.com/in/${ID}`],
		[`urn:li:fsd_profile:${ID}`, `linkedin.com/sales/lead/${ID},x`],
	])('The key is the same for %j and %j', (one, other) => {
		expect(key(one)).toBe(key(other));
	});

	test.each([
		['john-doe', 'john-doe-1'],
		['jose', 'josé'],
		[ID, LEAD],
		[ID, `${ID.slice(0, -1)}m`],
		[ID, 'john-doe'],
	])('The key differs for %j and %j', (one, other) => {
		expect(key(one)).not.toBe(key(other));
	});
});

const JANE = parseProfile('jane-doe');
const BY_ID = parseProfile('ACoAABJefVoBrz2LR3f');
const SALES = parseProfile('ACwAABJefVoBrz2LR3f');
const learned = (publicIdentifier: string | null, memberId: string | null) => ({
	publicIdentifier,
	memberId,
});

test.each([
	[JANE, learned('jane-doe', 'ACoAABJefVoBrz2LR3f'), { ...JANE, urn: BY_ID.urn }],
	[JANE, learned('jane-now', null), JANE],
	[BY_ID, learned('jane-doe', 'ACoAABJefVoBrz2LR3f'), { ...JANE, urn: BY_ID.urn }],
	[BY_ID, learned(null, null), BY_ID],
	// No name, and no ID.
	[BY_ID, learned('ACoAAother-one-1', 'x'), BY_ID],
	[JANE, learned(null, 'jane-doe'), JANE],
	// The requested Sales Navigator ID stays.
	[SALES, learned('jane-doe', 'ACoAABJefVoBrz2LR3f'), { ...JANE, urn: SALES.urn }],
])('The profile %j is completed with %j', (asked, told, profile) => {
	expect(completedProfile(asked, told)).toEqual(profile);
});
