import { codeFaults } from './code';
import type { Contents } from './contents';
import { manifestFaults } from './manifest';

/** Every kind of file that is shipped. */
const SHIPPED = [
	/^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
	/^dist\/(nodes|credentials)\/([\w-]+\/)*[\w-]+(\.node|\.credentials)?\.js$/,
	/^dist\/nodes\/\w+\/\w+(\.dark)?\.svg$/,
	/^dist\/nodes\/\w+\/\w+\.node\.json$/,
	/^dist\/nodes\/\w+\/__schema__\/v\d+\.\d+\.\d+(\/\w+)*\.json$/,
];

/** What is wrong with a packed package, one line each. */
export function faults(contents: Contents): string[] {
	const strange = [...contents.keys()].filter((path) => !SHIPPED.some((form) => form.test(path)));
	const pictures = [...contents].filter(
		([path, picture]) =>
			path.endsWith('.svg') && /<script|\son\w+=|href=/i.test(picture.toString()),
	);
	return [
		...strange.map((path) => `${path}: no file of a kind that is shipped`),
		...pictures.map(([path]) => `${path}: a picture that runs or loads something`),
		...manifestFaults(contents),
		...codeFaults(contents),
	];
}
