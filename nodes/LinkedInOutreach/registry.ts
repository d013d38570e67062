import { connectSafely } from '../ConnectSafely/manifest';
import { linkupApi } from '../LinkupApi/manifest';
import type { Provider } from '../outreach/provider/provider';
import { seleqt } from '../Seleqt/manifest';
import { sendPilot } from '../SendPilot/manifest';
import { unipile } from '../Unipile/manifest';

/** Every provider that LinkedIn Outreach speaks to. A new one is a folder of its own and a line here. */
export const PROVIDERS: readonly Provider[] = [
	connectSafely,
	linkupApi,
	seleqt,
	sendPilot,
	unipile,
];
