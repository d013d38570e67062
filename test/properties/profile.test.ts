import fc from 'fast-check';
import {
	NotAPerson,
	parseProfile,
	personKey,
	type Profile,
} from '../../nodes/outreach/people/profile';
import { anyText, runs } from './seed';

function parsed(text: string): Profile | null {
	try {
		return parseProfile(text);
	} catch (error) {
		// Any other error is a defect.
		expect(error).toBeInstanceOf(NotAPerson);
		return null;
	}
}

/** Made of parts of addresses, so that many are nearly right. */
const addressLike = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'https://',
				'http://',
				'www.',
				'de.',
				'linkedin.com',
				'/in/',
				'/sales/lead/',
				'/company/',
				'/pub/',
				'urn:li:fsd_profile:',
				'ACoAAABJefVoBrz2LR3f',
				'?trk=x',
				'#top',
				'%C3%A9',
				'%2F',
				'&#233;',
				'%E2%80%8B',
				'\u200d',
				'unknown',
				'N/A',
				'%',
				'/',
				',',
				' ',
			),
			fc.string({ unit: 'grapheme', maxLength: 12 }),
		),
		{ maxLength: 7 },
	)
	.map((parts) => parts.join(''));

const anything = fc.oneof(anyText, fc.string({ unit: 'grapheme' }), addressLike);

test('Any text is read as a person or refused with NotAPerson', () => {
	fc.assert(
		fc.property(anything, (text) => {
			parsed(text);
		}),
		runs(3000),
	);
});

test('A profile is read the same again from its address and its URN', () => {
	fc.assert(
		fc.property(anything, (text) => {
			const profile = parsed(text);
			fc.pre(profile !== null);
			expect(parseProfile(profile.url)).toEqual(profile);
			if (profile.urn !== null) expect(parseProfile(profile.urn)).toEqual(profile);
		}),
		runs(1000),
	);
});

const name = fc.stringMatching(/^[a-zà-öø-ÿ][a-zà-öø-ÿ0-9-]{2,30}[a-z0-9]$/);

test('A name is the same person however its address is written', () => {
	const forms: Array<(slug: string) => string> = [
		(slug) => slug,
		(slug) => `https://www.linkedin.com/in/${slug}`,
		(slug) => `http://de.linkedin.com/in/${encodeURIComponent(slug)}/?trk=nav#top`,
		(slug) => `linkedin.com/in/${slug.toUpperCase()}/`,
		(slug) => `  https://m.linkedin.com/in/${encodeURIComponent(slug)}/details/skills/  `,
	];
	fc.assert(
		fc.property(name, fc.constantFrom(...forms), (slug, form) => {
			// Some letters have no capital: "ß" becomes "SS".
			fc.pre(slug.toUpperCase().toLowerCase() === slug);
			expect(personKey(parseProfile(form(slug)))).toBe(personKey(parseProfile(slug)));
		}),
		runs(500),
	);
});

const INVISIBLE = [
	'\u00ad',
	'\u061c',
	'\u200b',
	'\u200c',
	'\u200d',
	'\u2060',
	'\ufe0f',
	'\ufeff',
	'\u{e0041}',
];

test('No invisible character changes the person, wherever it is and however it is encoded', () => {
	const inserted = fc.record({
		at: fc.nat(40),
		character: fc.constantFrom(...INVISIBLE),
		encodings: fc.nat(2),
	});
	fc.assert(
		fc.property(name, fc.array(inserted, { maxLength: 6 }), (slug, insertions) => {
			const plain = parsed(slug);
			fc.pre(plain !== null);
			let spelled = [...slug];
			for (const { at, character, encodings } of insertions) {
				let piece = character;
				for (let left = encodings; left > 0; left--) piece = encodeURIComponent(piece);
				spelled = [...spelled.slice(0, at), piece, ...spelled.slice(at)];
			}
			for (const form of [spelled.join(''), `linkedin.com/in/${spelled.join('')}/`]) {
				expect(parseProfile(form)).toEqual(plain);
			}
		}),
		runs(500),
	);
});

test('A text is read in linear time', () => {
	const pieces = [
		'%E2%80%8B',
		'&#',
		'&amp;',
		'\u200d',
		'❤\ufe0f\u200d',
		'🏴',
		'-',
		'#',
		'?',
		'n/a/',
		'%25',
		'\u{e0041}',
		...['.', ',', 'a.', 'a ', ' ', '/', '%', 'in/', '😀'],
	];
	const started = performance.now();
	for (const start of ['', 'a', 'linkedin.com/in/', 'https%25253A']) {
		for (const piece of pieces) {
			for (const end of ['', 'x', '!', ' ', '\u0000']) {
				parsed((start + piece.repeat(2000)).slice(0, 1990) + end);
			}
		}
	}
	expect(performance.now() - started).toBeLessThan(3000);
});
