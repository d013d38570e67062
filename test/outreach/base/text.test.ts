import { findGap, findUnresolved, truncateText } from '../../../nodes/outreach/base/text';

describe('Unresolved pieces', () => {
	test.each([
		['Hi undefined, I saw your post.', 'undefined'],
		['UNDEFINED, hello', 'UNDEFINED'],
		["I like undefined's work", 'undefined'],
		['Hi [object Object], hello', '[object Object]'],
		['[object Promise]', '[object Promise]'],
		['You have NaN followers', 'NaN'],
		['Hi {{ $json.firstName }}, hello', '{{ $json.firstName }}'],
		['Hi {{firstName}}', '{{firstName}}'],
		['Hi {{ $json.firstName , hello', '{{ $json.firstName , hello'],
		['Hi firstName }}, hello', '}}'],
		['Hi ${name}, hello', '${name}'],
		['Hi <%= name %>', '<%= name %>'],
		['{% if name %}Hi', '{% if name %}'],
		['Hi *|FNAME|*', '*|FNAME|*'],
		['Hi %FIRSTNAME%, hello', '%FIRSTNAME%'],
		['Hi %%First_Name%%', '%%First_Name%%'],
		['Hi %first_name%,', '%first_name%'],
		['Hi [First Name], hello', '[First Name]'],
		['Hi [Name],', '[Name]'],
		['Hi {first_name},', '{first_name}'],
		['Hi {firstName},', '{firstName}'],
		['Hi <Your Name>', '<Your Name>'],
		['Hi #N/A, hello', '#N/A'],
		['Your role as #REF!', '#REF!'],
		['Since Invalid DateTime', 'Invalid DateTime'],
		['Hi null, hello', 'Hi null'],
		['Dear None,', 'Dear None'],
		['Hello\n\n  Hallo NULL!', 'Hallo NULL'],
		['Hi nan, hello', 'Hi nan'],
		['Hi unknown', 'Hi unknown'],
		['I saw your work at null.', 'at null'],
		['null', 'null'],
		[' None ', 'None'],
	])('The text %j contains the unresolved piece %j', (text, piece) => {
		expect(findUnresolved(text)).toBe(piece);
	});

	test.each([
		'',
		'Hi Ann, I saw your talk.',
		'The value is null and void.',
		'We reject the null hypothesis.',
		'Das kostet null Euro.',
		'Von null auf hundert',
		'Null Problem, Anna!',
		'none of us knew',
		'Hi Nan, hello',
		'Hi Nil, hello',
		'Naan bread, Nana and NaNoWriMo',
		'C++ and undefined behavior',
		'Un rôle indéfini',
		'un concepto indefinido',
		'eine undefinierte Rolle',
		'Hi, unknown territory!',
		'100% remote, 20% off',
		'https://x.example/jos%C3%A9-%E4%BD%A0',
		'I <3 C# and {braces}',
		'[1] source',
		'Costs $5 {net}',
		'Hi everyone [remote]',
		'Je suis à 100 % avec vous',
		'#NAME is a hashtag',
		':-} }',
	])('The prose %j contains no unresolved piece', (text) => {
		expect(findUnresolved(text)).toBeNull();
	});
});

describe('Missing names', () => {
	test.each([
		['Hi , hello', 'Hi ,'],
		['Dear  , I saw', 'Dear  ,'],
		['dear Mr. , I saw', 'dear Mr. ,'],
		['Good morning ,\nI saw', 'Good morning ,'],
		['Hello ! I saw', 'Hello !'],
		['Hello . I saw', 'Hello .'],
		['Thanks.\nHi , hello', 'Hi ,'],
		['Hallo , ich', 'Hallo ,'],
		['Sehr geehrte Frau , ich', 'Sehr geehrte Frau ,'],
		['Bonjour , je', 'Bonjour ,'],
		['Bonjour\u00a0, je', 'Bonjour\u00a0,'],
		['Chère Madame , je', 'Chère Madame ,'],
		['Hola , vi', 'Hola ,'],
		['Ciao , ho', 'Ciao ,'],
		['Olá , vi', 'Olá ,'],
		['Bonjour  ! Je', 'Bonjour  !'],
		['様、はじめまして', '様'],
		['님, 안녕하세요', '님'],
	])('The text %j lacks a name at %j', (text, piece) => {
		expect(findGap(text)).toBe(piece);
	});

	test.each([
		'',
		'Hi Ann, hello',
		'Hi, hello',
		'Hello!',
		'Hi there, hello',
		'Hi :) I saw',
		'Hi ... hello',
		'Bonjour ! Je vous suis',
		'Bonjour\u202f! Enchanté',
		'Hello ! Ravi de vous lire',
		'Hey ! Merci',
		'I said hi , then left',
		'Hola! Vi tu perfil',
		'Hidden , gems',
		'山田様、はじめまして',
		'Dear Ann , hi',
	])('The text %j lacks no name', (text) => {
		expect(findGap(text)).toBeNull();
	});
});

describe('Truncated texts', () => {
	const FAMILY = '👨‍👩‍👧‍👦';

	test.each([
		['fits', 'Hello, Ann', 10, 'Hello, Ann'],
		['at the end of a word', 'Hello Ann', 5, 'Hello'],
		['at a word', 'one two three four five', 20, 'one two three four'],
		['without a comma that dangles', 'Hello dear Ann, and Ben', 18, 'Hello dear Ann'],
		['without a dash that dangles', 'Hello dear Ann – and', 16, 'Hello dear Ann'],
		['with its full stop', 'Hello dear Ann. And Ben', 18, 'Hello dear Ann.'],
		['inside a word where else too much goes', `Hi ${'a'.repeat(40)}`, 20, `Hi ${'a'.repeat(17)}`],
		['before an address', 'See my page https://a.example/b', 15, 'See my page'],
		['before "don’t"', 'Some people don’t know', 16, 'Some people'],
		['before an emoji that does not fit', `Good luck ${FAMILY}`, 15, 'Good luck'],
		['before a flag', 'ab🇩🇪🇫🇷', 7, 'ab🇩🇪'],
		['before a letter with its mark', 'aaaae\u0301', 5, 'aaaa'],
		['between a letter with its mark and the next', 'aaae\u0301b', 5, 'aaae\u0301'],
		[
			'Japanese, at a word',
			'私は東京大学で機械学習を研究しています',
			18,
			'私は東京大学で機械学習を研究してい',
		],
		[
			'before a Latin word in Japanese',
			'東京にある私の会社ではGitHubを毎日使います',
			14,
			'東京にある私の会社では',
		],
		['Chinese, at a word', '我在北京工作已经五年了', 5, '我在北京'],
		['Thai, at a word', 'สวัสดีครับผมชื่อสมชาย', 12, 'สวัสดีครับผม'],
		['Thai, not between a letter and its tone', 'ที่', 2, ''],
		['not even the first character', FAMILY, 10, ''],
		['nothing', 'abc', 0, ''],
	])('A text is truncated between words or characters: %s', (_case, text, maxLength, expected) => {
		expect(truncateText(text, maxLength)).toBe(expected);
	});

	const SAMPLES = [
		'Hello Ann, I’d love to connect – we both work on search. ',
		'私は東京大学で機械学習を研究しています。',
		'สวัสดีครับผมชื่อสมชายทำงานที่กรุงเทพ',
		'我在北京工作已经五年了，很高兴认识你。',
		`e\u0301a${FAMILY}🇩🇪 `,
		'한국어로 쓴 글입니다 ',
		'नमस्ते मैं दिल्ली में काम करता हूँ ',
		'x\u0301\u0302\u0303\u0304\u0305',
	];

	test.each(SAMPLES)('A text truncated to any length ends between characters: %s', (sample) => {
		const text = sample.repeat(8);
		const segments = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)];
		const boundaries = new Set([...segments.map(({ index }) => index), text.length]);
		const longest = Math.max(...segments.map(({ segment }) => segment.length));
		for (let maxLength = 0; maxLength <= text.length; maxLength++) {
			const cut = truncateText(text, maxLength);
			expect(text.startsWith(cut)).toBe(true);
			expect(boundaries).toContain(cut.length);
			expect(cut.length).toBeLessThanOrEqual(maxLength);
			// Dangling punctuation and a character that does not fit are cut in addition to the quarter.
			expect(cut.length).toBeGreaterThanOrEqual(maxLength * 0.75 - longest - 3);
		}
	});
});

test('Long texts are read in linear time', () => {
	const started = performance.now();
	for (const piece of [
		' ',
		'{',
		'{{',
		'%A',
		'%AAA',
		'[',
		'<%',
		'*|',
		'hi ',
		'hi \n',
		'\n',
		'\u0301',
		'a',
		'–',
		'東',
		'👩‍',
	]) {
		const text = piece.repeat(200_000 / piece.length);
		findUnresolved(text);
		findGap(text);
		truncateText(text, 300);
		truncateText(text, 8000);
	}
	expect(performance.now() - started).toBeLessThan(4_000);
});
