import { connectSafely } from '../ConnectSafely/manifest';
import { linkupApi } from '../LinkupApi/manifest';
import type { Provider } from '../outreach/provider/provider';
import { seleqt } from '../Seleqt/manifest';
import { sendPilot } from '../SendPilot/manifest';
import { unipile } from '../Unipile/manifest';

/** Every provider of LinkedIn Outreach. To add one, write its folder and add a line here. */
export const PROVIDERS: readonly Provider[] = [
	connectSafely,
	linkupApi,
	seleqt,
	sendPilot,
	unipile,
];
